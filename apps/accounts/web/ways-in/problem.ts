import { useCallback } from 'react'
import type { ApiError } from '#web/transport.ts'
import { problemOf } from '../problems.ts'
import { useT as useAccountsT } from '../words.ts'
import { useT } from './words.ts'

/** The server's sentences that only this page meets. */
const known = {
  'This is the last way into your account. Add another one first.': 'passkeys.last',
  'You have 20 passkeys already. Remove one first.': 'passkeys.full',
  'This passkey is kept already.': 'passkeys.kept',
  'This passkey could not be verified.': 'passkeys.not_verified',
  'Give it a name.': 'passkeys.name_needed',
  'Your account has no password, so there is no sign-in by password to protect.': 'totp.no_password',
} as const

/** What to say of a call that failed. */
export function useProblem(): (error: ApiError) => string {
  const t = useT()
  const words = useAccountsT()
  return useCallback(
    (error) => {
      const sentence = error.message || (Object.values(error.fields)[0]?.[0] ?? '')
      const own = (known as Record<string, (typeof known)[keyof typeof known]>)[sentence]
      return own ? t(own) : problemOf(words, error)
    },
    [t, words],
  )
}
