import type { LoaderFunctionArgs } from 'react-router'
import { load, once } from '#web/load.ts'
import type { AppStore } from '#web/store.ts'
import { requireSignedIn } from '../signed-in.ts'
import { noticesApi } from './api.ts'

export { book } from './book.ts'
export { NoticesPage } from './notices-page.tsx'

export const loadNotices = (store: AppStore, args: LoaderFunctionArgs) =>
  requireSignedIn(store, args, async ({ id }) => {
    const { notices, noticeSettings } = noticesApi.endpoints
    await Promise.all([load(store.dispatch(notices.initiate(id, { ...once, forceRefetch: true }))), store.dispatch(noticeSettings.initiate(undefined, once))])
  })
