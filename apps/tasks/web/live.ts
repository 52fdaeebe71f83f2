/** What the signed-in need on every page, in one piece. */
export { attend } from './attend.ts'
export { hear, hearAgain } from './data/news.ts'
