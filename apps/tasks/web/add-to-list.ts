/** What opens on other apps' pages, in one piece. */
export { AddToList } from './add-to-list/add-to-list.tsx'
export { moreBook } from './more-words.ts'
export { book } from './page-words.ts'
