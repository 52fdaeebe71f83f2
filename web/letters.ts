import { fontsOf } from './fonts.ts'

/**
 * Hindi keeps the system's letters where ours do not come at once (styles/fonts.css). A system that has none draws empty boxes: there ours are shown
 * whenever they come.
 */
export function lendLetters() {
  const pen = document.createElement('canvas').getContext('2d')
  const width = (text: string) => pen?.measureText(text).width
  // Nobody has letters for the end of the private ones: they are drawn as boxes everywhere.
  if (width('\u0915') !== width('\u{10fffd}')) return
  // Another one of the same name, since one that has come too late stays unused.
  for (const { family, weight, unicodeRange } of [...document.fonts].filter((face) => face.family.includes('Devanagari')))
    document.fonts.add(new FontFace(family, `url(${fontsOf('hi')[1]})`, { weight, unicodeRange, display: 'swap' }))
}
