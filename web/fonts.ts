import type { Language } from '#contract/render.ts'

/** Built fonts have no hash in their names but the release of the fonts, so that the server knows what to preload. */
export const font_release = '5.3.0'

/** The files that a page in this language surely needs. */
export const fontsOf = (language: Language) =>
  ['anek-latin-latin', ...(language === 'hi' ? ['anek-devanagari-devanagari'] : [])].map((name) => `/assets/${name}-wght-normal-${font_release}.woff2`)
