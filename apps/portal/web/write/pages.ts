/** The pages of writers in one piece. */
export { book } from './book.ts'
export { EditorPage } from './editor-page.tsx'
export { HistoryPage } from './history-page.tsx'
export { loadEditor, loadHistory, loadNew, loadOwnPosts } from './loaders.ts'
export { OwnPostsPage } from './own-posts-page.tsx'
