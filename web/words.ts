import type { Language } from '#contract/render.ts'
import type { WebApp } from './app.ts'
import { type Words, wordsOf } from './i18n.ts'
import { en } from './words/en.ts'

export const useShellT = wordsOf<typeof en>('shell')

/** The sentences of the shell and of every app in one language; English is always there, the others load where they are read. */
export async function wordsIn(language: Language, apps: readonly WebApp[]): Promise<Record<string, Words | undefined>> {
  if (language === 'en') return { shell: en, ...Object.fromEntries(apps.map((app) => [app.name, app.words.en])) }
  const [shell, ...rest] = await Promise.all([import('./words/hi.ts'), ...apps.map((app) => app.words.hi())])
  return { shell: shell.hi, ...Object.fromEntries(apps.map((app, i) => [app.name, rest[i]?.hi])) }
}
