import type { Language } from '#contract/render.ts'

/**
 * What the server otherwise writes into a page: its language and the chosen theme. Without a network a language that nobody has read here is
 * not there; better the other one than no page.
 */
export async function dressBarePage<R extends { language: Language }>(asked: Language, read: (language: Language) => Promise<R>): Promise<R> {
  const found = await read(asked).catch((lost: unknown) => {
    if (navigator.onLine) throw lost
    return read(asked === 'en' ? 'hi' : 'en')
  })
  const { documentElement: html } = document
  html.lang = found.language
  const theme = /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1]
  if (theme) html.dataset['theme'] = theme
  return found
}
