import type { LoaderFunctionArgs } from 'react-router'
import type { AppStore } from '#web/store.ts'
import { requireStaff } from '../signed-in.ts'

export { book } from './book.ts'
export { ContactInboxPage } from './contact-page.tsx'
export { ModerationPage } from './moderation-page.tsx'

/** The lists ask for themselves: what waits is never shown from a page that was kept. */
export const loadStaff = (store: AppStore, args: LoaderFunctionArgs) => requireStaff(store, args, async () => null)
