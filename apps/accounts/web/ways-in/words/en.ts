export const en = {
  title: 'Ways to sign in',
  why: 'Everything that opens your account. Two are better than one: if you lose one, the other lets you in.',
}
