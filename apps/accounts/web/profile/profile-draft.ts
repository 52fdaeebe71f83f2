import type { ProfileFields } from '../../contract/profile.ts'

export type Draft = Partial<ProfileFields>

const key = (user_id: string) => `profile-draft-${user_id}`

/** What somebody has typed and not saved, over a reload; in this tab only, since a telephone number is nobody else's business. */
export function readDraft(user_id: string): Draft {
  return JSON.parse(sessionStorage.getItem(key(user_id)) ?? '{}') as Draft
}

export function keepDraft(user_id: string, draft: Draft) {
  if (Object.keys(draft).length > 0) sessionStorage.setItem(key(user_id), JSON.stringify(draft))
  else sessionStorage.removeItem(key(user_id))
}
