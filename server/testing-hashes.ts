type Hash = typeof Bun.password.hash & { full?: typeof Bun.password.hash }

const cheap = { algorithm: 'argon2id', memoryCost: 64, timeCost: 1 } as const

/**
 * Done before each test file by `./banyan test`: hashing as it is done for people takes most of what a test with a few sign-ups costs.
 * Servers that tests start as processes of their own hash in full, unless their environment has `cheap_hashes`.
 */
export function makeCheap(): void {
  const full = Bun.password.hash
  if ('full' in full) return
  Bun.password.hash = Object.assign(((password) => full(password, cheap)) as typeof full, { full })
}
makeCheap()

/** For tests of what hashing costs. */
export function fullHashes(): void {
  Bun.password.hash = (Bun.password.hash as Hash).full ?? Bun.password.hash
}
