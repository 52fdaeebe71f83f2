/** The pages of lists and todos in one piece: whoever opens one needs most of the others' parts. */
export { open } from './data/open.ts'
export { ListPage } from './list-page.tsx'
export { moreBook } from './more-words.ts'
export { book } from './page-words.ts'
export { SearchPage } from './search-page.tsx'
export { StartPage } from './start-page.tsx'
export { TasksLayout } from './tasks-layout.tsx'
export { ViewPage } from './view-page.tsx'
