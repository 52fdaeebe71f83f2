/** All pages of the app in one piece: whoever opens one needs most of the others' parts. */
export { ChatLayout } from './chat-layout.tsx'
export { NewPage } from './new-page.tsx'
export { loadRooms, openThread } from './open-thread.ts'
export { book } from './page-words.ts'
export { ReportsPage } from './reports/reports-page.tsx'
export { SearchPage } from './search-page.tsx'
export { StartPage } from './start-page.tsx'
export { ThreadPage } from './thread-page.tsx'
