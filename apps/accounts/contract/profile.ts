import { z } from 'zod'
import { versionedDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { upload } from '#contract/upload.ts'
import { Avatar, line, Preferences, User } from './fields.ts'

export const most = { name: 100, phone: 32, address: 500, bio: 1000, metadata: 4000 } as const

const Name = line(most.name).pipe(z.string().max(most.name, `Use at most ${most.name} characters.`))
/** Several lines, as people type them: one Unicode form, one kind of line end, nothing that cannot be seen. */
const paragraphs = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform((text) => text.normalize('NFC').replace(/\r\n?/g, '\n').trim())
    .refine((text) => !/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/u.test(text), 'Leave out control characters.')
    .pipe(z.string().refine((text) => [...text].length <= max, `Use at most ${max} characters.`))

/** What people say of themselves. */
export const ProfileFields = z.strictObject({
  first_name: Name,
  last_name: Name,
  phone: line(most.phone).refine((phone) => /^(\+?[\d\s()-]{4,32})?$/.test(phone), 'Enter a telephone number, such as +91 98765 43210.'),
  address: paragraphs(most.address),
  bio: paragraphs(most.bio),
})
export type ProfileFields = z.infer<typeof ProfileFields>

const Metadata = z
  .record(z.string().max(100), z.unknown())
  .refine((kept) => JSON.stringify(kept).length <= most.metadata, `Use at most ${most.metadata} characters of JSON.`)
  .meta({ description: 'What your own programs keep with your profile, in whatever form they like. Only you see it.' })

export const Profile = User.extend({
  phone: z.string(),
  address: z.string(),
  bio: z.string(),
  preferences: Preferences,
  metadata: Metadata,
  version: z.int().meta({ description: 'Counts the changes of this profile.' }),
})

export type Profile = z.infer<typeof Profile>

const own = { door: versionedDoor, path: '/api/v1/users/profile' } as const

export const getProfileV1 = endpoint({ ...own, name: 'accounts.get_profile_v1', method: 'GET', summary: 'Your own profile', returns: Profile })

export const changeProfileV1 = endpoint({
  ...own,
  name: 'accounts.change_profile_v1',
  method: 'PATCH',
  summary: 'Change parts of your own profile',
  description:
    'Fields that are not sent stay as they are, and preferences are merged key by key, `metadata` is replaced as a whole. With the `version` that was read, a profile that has changed since is left alone and comes back in `details` (409).',
  body: ProfileFields.extend({ preferences: Preferences, metadata: Metadata, version: z.int().min(1) }).partial(),
  returns: Profile,
  errors: { 409: 'The profile has changed since that version.' },
  example: { first_name: 'John', bio: 'Walks, trains, mangoes.' },
})

const avatar = { door: versionedDoor, path: '/api/v1/users/profile/avatar' } as const

export const setAvatarV1 = endpoint({
  ...avatar,
  name: 'accounts.set_avatar_v1',
  method: 'PUT',
  summary: 'Give your profile a picture',
  description: 'The middle square of it is drawn anew, 256 and 96 pixels wide, as WebP; nothing but the pixels is kept.',
  body: upload('image/jpeg', 'image/png', 'image/webp', 'image/gif'),
  returns: Profile,
})

export const removeAvatarV1 = endpoint({ ...avatar, name: 'accounts.remove_avatar_v1', method: 'DELETE', summary: 'Remove your picture', returns: Profile })

export const PublicUser = z.object({
  id: z.uuid(),
  username: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  bio: z.string(),
  avatar: Avatar,
  date_joined: z.iso.datetime(),
})
