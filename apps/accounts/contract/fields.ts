import { z } from 'zod'
import { isMailAddress } from '#contract/mail-address.ts'
import { inOneScript } from './scripts.ts'

/** Text as people type it, in one Unicode form: no stray blanks, nothing that cannot be seen (it would make look-alikes of a name). */
export const line = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform((text) => text.normalize('NFKC').trim())
    .refine((text) => !/[\p{Cc}\p{Default_Ignorable_Code_Point}]/u.test(text), 'Leave out control characters.')

export const Username = line(30).pipe(
  z
    .string()
    .min(3, 'Use at least 3 characters.')
    .max(30, 'Use at most 30 characters.')
    .regex(/^[\p{L}\p{M}\p{N}._-]+$/u, 'Use only letters, digits, dots, hyphens and underscores.')
    .regex(/[\p{L}\p{N}]/u, 'Use at least one letter or digit.')
    .refine(inOneScript, 'Use letters of one script only.'),
)
export const Email = line(254).pipe(
  z
    .string()
    .min(1, 'Enter your e-mail address.')
    .max(254, 'Use at most 254 characters.')
    .refine(isMailAddress, 'Enter an e-mail address, such as name@example.com.'),
)
const characters = (text: string) => [...text.normalize('NFC')].length
/** Counted in characters, not in code units; what is too common or too close to the user's own data the server says. */
export const NewPassword = z
  .string()
  // Counting the characters of a whole body would hold up everybody else.
  .max(512, { error: 'Use at most 128 characters.', abort: true })
  .refine((text) => characters(text) >= 8, 'Use at least 8 characters.')
  .refine((text) => characters(text) <= 128, 'Use at most 128 characters.')
/** Nothing is trimmed or judged when signing in: only the comparison tells. */
export const GivenPassword = z.string().min(1, 'Enter your password.').max(512, 'Use at most 128 characters.')
/** What a login brings beside the password where the account asks for it. */
export const Otp = z.string().max(64).optional().meta({ description: 'A code of the authenticator app, or a recovery code' })

export const Role = z.enum(['user', 'staff', 'admin'])
export type Role = z.infer<typeof Role>

/** Stored times are UTC, so another offset is turned into it before they are compared. */
export const moment = z.iso.datetime({ offset: true, error: 'Use a time such as 2026-11-21T09:00:00Z.' }).transform((text) => new Date(text).toISOString())

/** Where the picture is, as an address on this site. */
export const Avatar = z
  .string()
  .nullable()
  .meta({ description: 'Address of a square picture, 256 pixels wide; with `-96` before the suffix, 96. Null without one.' })

export const Preferences = z
  .strictObject({
    language: z.enum(['en', 'hi']).optional(),
    theme: z.enum(['system', 'light', 'dark']).optional(),
    newsletter: z.boolean().optional(),
    show_name: z.boolean().optional().meta({ description: 'Whether everybody may see first and last name; by default nobody.' }),
    show_bio: z.boolean().optional().meta({ description: 'Whether everybody may see the bio; by default everybody.' }),
  })
  .meta({ description: 'Known keys only' })
export type Preferences = z.infer<typeof Preferences>

/** The signed-in person as the web client sees them. */
export const Me = z.object({
  id: z.uuid(),
  username: z.string(),
  email: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  role: Role,
  email_verified: z.boolean(),
  date_joined: z.iso.datetime(),
  avatar: Avatar,
  /** What the person has chosen on any device; the web client follows it. */
  preferences: Preferences,
})
export type Me = z.infer<typeof Me>

/** A user as they see themselves, and as staff see them. */
export const User = z.object({
  id: z.uuid(),
  email: z.string(),
  username: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  role: Role,
  is_active: z.boolean(),
  is_staff: z.boolean(),
  date_joined: z.iso.datetime(),
  last_login: z.iso.datetime().nullable(),
  avatar: Avatar,
})

export const Registration = z.strictObject({ username: Username, email: Email, password: NewPassword })
/** Whom the examples are about. */
export const someone = { username: 'john', email: 'john@example.com', password: 'Peepal-tree-7' }
/** Why no door tells that an address is taken. */
export const addressNote = 'An address is a claim until it is confirmed: the answer is the same whether or not it has an account.'
export const setupNote =
  'The first account becomes admin where FIRST_USER_IS_ADMIN is on; from elsewhere than the machine itself it needs the token that the start prints, in the header `X-Setup-Token`.'

export const byNameOrEmail = z
  .strictObject({ username: z.string().max(254).optional(), email: z.string().max(254).optional(), password: GivenPassword, otp: Otp })
  .refine((body) => Boolean(body.username?.trim() || body.email?.trim()), { path: ['username'], message: 'Enter your username or e-mail address.' })
export const refused = {
  401: 'Unknown user or wrong password: the same answer for both. After a right password, a wrong code.',
  403: 'The password is right, but the account asks for a code as well (`second_factor_required`: send both, with the code as `otp`), or the address has to be confirmed first (`email_not_verified`).',
  503: 'More sign-ins at once than this machine works off.',
}
