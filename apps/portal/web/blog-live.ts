import type { AppStore } from '#web/store.ts'

const live = () => import('./notices/live.ts')

/** What the manifest does for notices; the rest loads with the first need of it. */
export const noticesLive = {
  attend: async (store: AppStore) => (await live()).attend(store),
  news: async (store: AppStore, event: string, data: unknown) => (await live()).hear(store, event, data),
  missed: (store: AppStore) => void live().then(({ hearAgain }) => hearAgain(store)),
}
