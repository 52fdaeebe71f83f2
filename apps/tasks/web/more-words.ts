import { type Book, wordsOf } from '#web/i18n.ts'
import type { en } from './more-words/en.ts'

/** The sentences of board, calendar, trash, files and repetitions, and of adding from other apps' pages. */
export const moreBook: Book<typeof en> = { name: 'tasks.more', en: () => import('./more-words/en.ts'), hi: () => import('./more-words/hi.ts') }
export const useMoreT = wordsOf<typeof en>(moreBook.name)
export type MoreT = ReturnType<typeof useMoreT>
