import type { Book } from '#web/i18n.ts'
import type { en } from './words/en.ts'

/** Only what the frame needs on every page; the pages' own sentences are a book of theirs. */
export const book: Book<typeof en> = { name: 'tasks', en: () => import('./words/en.ts'), hi: () => import('./words/hi.ts') }
