/** Board, calendar, trash and files: a piece of their own, since most days are spent with lists. */
export { BoardPage } from './board/board-page.tsx'
export { CalendarPage } from './calendar/calendar-page.tsx'
export { FilesPage } from './files/files-page.tsx'
export { moreBook } from './more-words.ts'
export { TrashPage } from './trash/trash-page.tsx'
