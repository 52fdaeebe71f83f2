import { canonical } from '#server/canonical.ts'

/** Parts of a name or address shorter than this are too common to forbid. */
const shortest_own_part = 4

let common: Promise<Set<string>> | undefined
/** The 30,000 most used passwords (zxcvbn's list), read when the first password is chosen. */
function commonPasswords(): Promise<Set<string>> {
  common ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']))
  return common
}

/** Why this password may not be chosen, in a sentence; undefined when it may. Length is the contract's business. */
export async function passwordFault(password: string, own: { username: string; email: string }): Promise<string | undefined> {
  const folded = canonical(password)
  if ((await commonPasswords()).has(folded)) return 'This password is on the list of the most used ones. Choose another.'
  if (/^(.)\1*$/u.test(password)) return 'Use more than one character over and over.'
  const parts = [own.username, own.email, ...own.email.split(/[@.]/)].map(canonical).filter((part) => part.length >= shortest_own_part)
  if (parts.some((part) => folded === part || (folded.includes(part) && folded.length - part.length < 4)))
    return 'This password is too close to your name or e-mail address.'
  return
}
