import type { Key } from '#web/i18n.ts'
import type { ApiError } from '#web/transport.ts'
import type { en } from './words/en.ts'
import type { T } from './words.ts'

type Problem = Key<(typeof en)['problems']>

/** The sentences of the contract and of the server that people can meet in these forms; both speak English. */
const known: Record<string, Problem> = {
  'Enter your username or e-mail address.': 'name_needed',
  'Enter your password.': 'password_needed',
  'Use at least 3 characters.': 'username_short',
  'Use at most 30 characters.': 'username_long',
  'Use only letters, digits, dots, hyphens and underscores.': 'username_signs',
  'Use at least one letter or digit.': 'username_letter',
  'Use letters of one script only.': 'username_script',
  'Enter your code.': 'code_needed',
  'Enter the six digits that your app shows.': 'app_code_form',
  'That code is not right, or it was used before.': 'app_code_wrong',
  'That code is not right. Check that the clock of your device is.': 'code_clock',
  'There is nothing to confirm: start setting up the app again.': 'code_begin',
  'Wrong password.': 'password_not_right',
  'This passkey does not open an account here.': 'passkey_unknown',
  'This took too long, or was answered before. Start again.': 'passkey_late',
  'Enter your e-mail address.': 'email_needed',
  'Enter an e-mail address, such as name@example.com.': 'email_form',
  'Use at most 254 characters.': 'email_long',
  'Use at least 8 characters.': 'password_short',
  'Use at most 128 characters.': 'password_long',
  'That is not your password.': 'password_wrong',
  'That is not your username.': 'username_wrong',
  'Your data is being put together already.': 'export_queued',
  'You are the only admin here, and others have accounts. Make somebody else an admin first.': 'only_admin',
  'Leave out control characters.': 'control',
  'This username is taken.': 'username_taken',
  'This is your address already.': 'email_own',
  'You have changed your address often just now. Try again in an hour.': 'email_often',
  'This is not your password.': 'password_wrong',
  'This account has no password yet. Choose one by “Forgot your password?”.': 'password_none',
  'Enter the six digits from the mail.': 'code_form',
  'This code or link is wrong, has expired or was used. Ask for a new one.': 'code_wrong',
  'The link is not whole. Copy all of it.': 'link_whole',
  'This password is on the list of the most used ones. Choose another.': 'password_common',
  'This password is too close to your name or e-mail address.': 'password_like_you',
  'Use at most 100 characters.': 'name_long',
  'Enter a telephone number, such as +91 98765 43210.': 'phone_form',
  'Use at most 500 characters.': 'address_long',
  'Use at most 1000 characters.': 'bio_long',
  'This is no picture that we can read. Send a JPEG, PNG, WebP or GIF picture.': 'picture_kind',
  'The picture has more than 25 million pixels.': 'picture_pixels',
  'The file is larger than 10 MiB.': 'picture_large',
}

/** A sentence in the reader's language where we have one, else as the server said it. */
export const inWords = (t: T, sentence: string): string => {
  const key = known[sentence]
  return key ? t(`problems.${key}`) : sentence
}

/** What to say of a call that failed as a whole. */
export function problemOf(t: T, { status, code, message, retry_after }: ApiError): string {
  if (status === 0) return t('problems.offline')
  if (status === 429) return waiting(t, retry_after ?? 60)
  if (status === 503) return t('problems.busy')
  if (status >= 500) return t('problems.unknown')
  if (code === 'bad_credentials' && !known[message]) return t('problems.credentials')
  return message ? inWords(t, message) : t('problems.unknown')
}

const waiting = (t: T, seconds: number) =>
  seconds > 90 ? t('problems.wait_minutes', { count: Math.ceil(seconds / 60) }) : t('problems.wait', { count: seconds })
