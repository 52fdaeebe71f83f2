import type { Profile, ProfileFields } from '../../contract/profile.ts'

export const about_fields = ['first_name', 'last_name', 'bio', 'phone', 'address'] as const
export type FieldName = (typeof about_fields)[number]

/** What the server has, as far as is known here: never what is only on its way there. */
export type Base = Pick<Profile, FieldName | 'version'>

/** The fields that differ from what is saved, as they would be sent. */
export function changesBetween(base: Base, values: ProfileFields): Partial<ProfileFields> {
  return Object.fromEntries(about_fields.filter((name) => values[name] !== base[name]).map((name) => [name, values[name]]))
}

interface Meeting {
  /** Fields in which nothing was typed, or nothing since it was sent: they follow the server. */
  follow: FieldName[]
  /** Fields that were changed here and elsewhere, each in its own way. */
  clash: FieldName[]
}

/** How what is typed and what the server says now come together; `sent` is what a save that has come through brought there. */
export function meet(before: Base, now: Base, values: ProfileFields, sent: Partial<ProfileFields>): Meeting {
  const differing = about_fields.filter((name) => values[name] !== now[name])
  const follow = differing.filter((name) => values[name] === before[name] || values[name] === sent[name])
  const clash = differing.filter((name) => !follow.includes(name) && !(name in sent) && now[name] !== before[name])
  return { follow, clash }
}
