import { isMailAddress } from '#contract/mail-address.ts'
import type { ApiError } from '#web/transport.ts'

/** What can be seen before it is sent, without zod, which would double these pages; the server judges by the contract. */
export const codeFault = (code: string | undefined) => (/^\d{6}$/.test(code ?? '') ? {} : { code: 'Enter the six digits from the mail.' })

export function emailFault(email: string | undefined): { email?: string } {
  if (!email?.trim()) return { email: 'Enter your e-mail address.' }
  return isMailAddress(email.normalize('NFKC').trim()) ? {} : { email: 'Enter an e-mail address, such as name@example.com.' }
}

export function newPasswordFault(password: string | undefined): { new_password?: string } {
  const length = [...(password ?? '').normalize('NFC')].length
  if (length < 8) return { new_password: 'Use at least 8 characters.' }
  return length > 128 ? { new_password: 'Use at most 128 characters.' } : {}
}

export const presentPasswordFault = (password: string | undefined) => (password ? {} : { current_password: 'Enter your password.' })

/** A code that is not good is wrong at its field, not as a whole. */
export const atCode = (error: ApiError): ApiError => (error.code === 'code_not_valid' ? { ...error, fields: { code: [error.message] } } : error)
