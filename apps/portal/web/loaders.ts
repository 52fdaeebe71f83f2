import type { LoaderFunctionArgs } from 'react-router'
import { languageOf } from '#contract/render.ts'
import { load, once } from '#web/load.ts'
import type { AppStore } from '#web/store.ts'
import { portalApi } from './api.ts'
import { parseComparison } from './comparison.ts'

/** What each page needs in the store before it shows. All of them need the list: ranks, names and suggestions come from it. */
export function loadersOf(store: AppStore) {
  const { listStates, getState, statePosts } = portalApi.endpoints
  const list = () => load(store.dispatch(listStates.initiate({}, once)))
  const state = (slug: string) => load(store.dispatch(getState.initiate({ params: { slug } }, once)))
  return {
    list: async () => {
      await list()
      return null
    },
    state: async ({ params, request }: LoaderFunctionArgs) => {
      // The list comes first: the page for an unknown address suggests names from it.
      await list()
      const slug = params['slug'] ?? ''
      // Without the posts the page still says everything else.
      await Promise.all([state(slug), store.dispatch(statePosts.initiate({ state: slug, reader: languageOf(new URL(request.url).pathname).language }, once))])
      return null
    },
    comparison: async ({ request }: LoaderFunctionArgs) => {
      const known = (await list()).map(({ slug }) => slug)
      await Promise.all(parseComparison(new URL(request.url).searchParams, known).slugs.map(state))
      return null
    },
  }
}
