import { load } from '#web/load.ts'
import type { AppStore } from '#web/store.ts'
import { peopleApi } from './api.ts'

/** Asked anew at each visit: somebody who has just edited their profile looks here next. */
export async function loadPerson(store: AppStore, username: string): Promise<null> {
  await load(store.dispatch(peopleApi.endpoints.person.initiate({ params: { username } }, { subscribe: false, forceRefetch: true })))
  return null
}
