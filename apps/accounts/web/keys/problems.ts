import type { Key } from '#web/i18n.ts'
import type { en } from './words/en.ts'
import type { T } from './words.ts'

/** The sentences of contract and server that people can meet on this page. */
const known: Record<string, Key<(typeof en)['problems']>> = {
  'Give the key a name.': 'name_needed',
  'This field may not be blank.': 'name_needed',
  'Use at most 60 characters.': 'name_long',
  'Leave out control characters.': 'control',
  'You have a key of that name already.': 'name_taken',
  'You have 25 keys, as many as one may have: revoke one first.': 'too_many',
  'Enter your password: you signed in a while ago.': 'password_needed',
  'This is not your password.': 'password_wrong',
  'You signed in a while ago: sign in again first.': 'sign_in',
}

/** A sentence in the reader's language, where it is one of this page's own. */
export function inOwnWords(t: T, sentence: string): string | undefined {
  const key = known[sentence]
  return key && t(`problems.${key}`)
}
