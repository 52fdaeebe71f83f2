import type { Args } from '#contract/endpoint.ts'
import { changePerson } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import type { Preferences } from '../../contract/fields.ts'
import type { changeProfileV1, Profile, ProfileFields } from '../../contract/profile.ts'
import { profileApi } from './api.ts'

export type Saved = { profile: Profile } | { error: ApiError }

const { profile, changeProfile } = profileApi.endpoints

/** What the server says now takes the place of what is shown, in the menu too. */
export function showProfile(store: AppStore, now: Profile) {
  void store.dispatch(profileApi.util.upsertQueryData('profile', undefined, now))
  const { first_name, last_name, avatar, preferences } = now
  changePerson(store, { first_name, last_name, avatar, preferences })
}

/** What the fields hold is only in the form until the server has it. With the version they were made on, nothing unseen is overwritten. */
export const saveFields = (store: AppStore, fields: Partial<ProfileFields>, version?: number): Promise<Saved> =>
  send(store, { ...fields, ...(version !== undefined && { version }) })

/** Shows the choices at once and takes them back when the server does not. */
export async function savePreferences(store: AppStore, preferences: Preferences): Promise<Saved> {
  const shown = store.dispatch(
    profileApi.util.updateQueryData('profile', undefined, (draft) => {
      Object.assign(draft.preferences, preferences)
    }),
  )
  const saved = await send(store, { preferences })
  if ('error' in saved) shown.undo()
  return saved
}

/** Shows it without its picture at once; `undo` puts back that and nothing else. */
export function showWithoutAvatar(store: AppStore): { undo: () => void } {
  const before = shownProfile(store)?.avatar ?? null
  const show = (avatar: string | null) => {
    store.dispatch(
      profileApi.util.updateQueryData('profile', undefined, (draft) => {
        draft.avatar = avatar
      }),
    )
    changePerson(store, { avatar })
  }
  show(null)
  return { undo: () => show(before) }
}

async function send(store: AppStore, body: Args<typeof changeProfileV1>['body']): Promise<Saved> {
  const { data, error } = await store.dispatch(changeProfile.initiate({ body }))
  if (error) return { error: error as ApiError }
  showProfile(store, data)
  return { profile: data }
}

/** For the page's loader: without an answer the page itself says so. */
export const loadProfile = (store: AppStore) => store.dispatch(profile.initiate(undefined, { subscribe: false }))

/** The profile as it is on the server just now. */
export async function freshProfile(store: AppStore): Promise<Profile | undefined> {
  return (await store.dispatch(profile.initiate(undefined, { subscribe: false, forceRefetch: true }))).data
}

/** What is shown of it at the moment. */
export const shownProfile = (store: AppStore): Profile | undefined => profile.select()(store.getState()).data
