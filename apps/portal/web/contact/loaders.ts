import { once } from '#web/load.ts'
import type { AppStore } from '#web/store.ts'
import { contactApi } from './api.ts'

/** The proof stands in the page, for whoever sends the form without scripts. */
export async function loadContact(store: AppStore): Promise<null> {
  await store.dispatch(contactApi.endpoints.contactForm.initiate(undefined, once))
  return null
}
