import { wordsOf } from '#web/i18n.ts'
import type { en } from './words/en.ts'

/** The portal's sentences in the language of the page. */
export const useT = wordsOf<typeof en>('portal')
