/** Whom the benchmarks sign in as. */
export const person = { username: 'asha', password: 'Peepal-tree-7' }
/** Who reads meanwhile: a sign-in changes what is remembered of its own account only. */
export const reader = { username: 'ravi', password: 'Peepal-tree-7' }
