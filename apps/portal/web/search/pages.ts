import type { LoaderFunctionArgs } from 'react-router'
import { load, once } from '#web/load.ts'
import type { AppStore } from '#web/store.ts'
import { searchApi } from './api.ts'
import { askedIn, callOf } from './asked.ts'

export { book } from './book.ts'
export { SearchPage } from './search-page.tsx'

export async function loadSearch(store: AppStore, { request }: LoaderFunctionArgs): Promise<null> {
  const asked = askedIn(new URL(request.url).searchParams)
  if (asked.q) await load(store.dispatch(searchApi.endpoints.search.initiate(callOf(asked), once)))
  return null
}
