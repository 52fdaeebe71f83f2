import type { Language } from '#contract/render.ts'

/** What the server otherwise writes into a page: its language and the chosen theme. */
export function dressBarePage(language: Language): void {
  const { documentElement: html } = document
  html.lang = language
  const theme = /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1]
  if (theme) html.dataset['theme'] = theme
}
