import type { AppStore } from '#web/store.ts'

const live = () => import('./notices/live.ts')

/** What the manifest does for notices; the rest loads with the first need of it. */
export const noticesLive = {
  attend: async (store: AppStore) => (await live()).attend(store),
  news: {
    'portal.notice_added': async (store: AppStore, data: unknown) => (await live()).hear(store, data),
    'portal.notices_read': async (_: AppStore, data: unknown) => (await live()).heardRead(data),
  },
  missed: (store: AppStore) => void live().then(({ hearAgain }) => hearAgain(store)),
}
