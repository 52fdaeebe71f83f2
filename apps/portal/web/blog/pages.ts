/** The pages for readers in one piece: whoever opens one goes on to the next. */
export { book } from './book.ts'
export { BlogPage } from './list-page.tsx'
export { loadList, loadPost } from './loaders.ts'
export { MissingPostPage } from './missing-post-page.tsx'
export { PostPage } from './post-page.tsx'
