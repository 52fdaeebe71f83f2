import { changePerson } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import type { Preferences } from '../../contract/fields.ts'
import type { Profile, ProfileFields } from '../../contract/profile.ts'
import { profileApi } from './api.ts'

export type Changes = Partial<ProfileFields> & { preferences?: Preferences }
export type Saved = { profile: Profile } | { error: ApiError }

const { profile, changeProfile } = profileApi.endpoints

/** What the server says now takes the place of what is shown, in the menu too. */
export function showProfile(store: AppStore, now: Profile) {
  void store.dispatch(profileApi.util.upsertQueryData('profile', undefined, now))
  const { first_name, last_name, avatar, preferences } = now
  changePerson(store, { first_name, last_name, avatar, preferences })
}

/** Shows the changes at once and takes them back when the server does not. With the version they were made on, nothing unseen is overwritten. */
export async function saveProfile(store: AppStore, { preferences, ...fields }: Changes, version?: number): Promise<Saved> {
  const shown = store.dispatch(
    profileApi.util.updateQueryData('profile', undefined, (draft) => {
      Object.assign(draft, fields)
      Object.assign(draft.preferences, preferences)
    }),
  )
  const body = { ...fields, ...(preferences && { preferences }), ...(version !== undefined && { version }) }
  const { data, error } = await store.dispatch(changeProfile.initiate({ body }))
  if (error) {
    shown.undo()
    return { error: error as ApiError }
  }
  showProfile(store, data)
  return { profile: data }
}

/** For the page's loader: without an answer the page itself says so. */
export const loadProfile = (store: AppStore) => store.dispatch(profile.initiate(undefined, { subscribe: false }))

/** The profile as it is on the server just now. */
export async function freshProfile(store: AppStore): Promise<Profile | undefined> {
  return (await store.dispatch(profile.initiate(undefined, { subscribe: false, forceRefetch: true }))).data
}
