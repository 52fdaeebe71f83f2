/**
 * Hindi keeps the system's letters where ours do not come at once (styles/fonts.css). A system that has none draws empty boxes: there ours are shown
 * whenever they come.
 */
export function lendLetters() {
  const pen = document.createElement('canvas').getContext('2d')
  const width = (text: string) => pen?.measureText(text).width
  // Nobody has letters for the end of the private ones: they are drawn as boxes everywhere.
  if (width('\u0915') !== width('\u{10fffd}')) return
  for (const face of document.fonts) if (face.family.includes('Devanagari')) face.display = 'swap'
}
