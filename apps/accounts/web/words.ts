import { wordsOf } from '#web/i18n.ts'
import { en } from './words/en.ts'

export const useT = wordsOf('accounts', en)
export type T = ReturnType<typeof useT>
