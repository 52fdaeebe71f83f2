import type { Language } from '#contract/render.ts'
import type { WebApp } from './app.ts'
import { type Book, type Read, readBook, wordsOf } from './i18n.ts'
import type { en } from './words/en.ts'

export const useShellT = wordsOf<typeof en>('shell')

const shell: Book = { name: 'shell', en: () => import('./words/en.ts'), hi: () => import('./words/hi.ts') }

/** What every page needs: the sentences of the shell, and of each app those that its labels in the frame need. */
export async function wordsIn(language: Language, apps: readonly WebApp[]): Promise<Read> {
  const words: Read = {}
  await Promise.all([shell, ...apps.flatMap((app) => app.words ?? [])].map((book) => readBook(words, language, book)))
  return words
}
