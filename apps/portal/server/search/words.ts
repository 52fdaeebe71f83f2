/** Longer ones are cut; nobody types them. */
const max_word_length = 64
/** Words of one search; more are left out. */
export const max_words = 8

const word_pattern = /[\p{L}\p{N}\p{M}\p{Co}\u200c\u200d]+/gu

/**
 * One spelling of a word: compatible forms as one, no case, no joiners, and none of the marks that Latin letters carry (ā, é), which people leave
 * out as they type. Marks of Indic scripts are letters of their own and stay.
 */
export function foldWord(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\u200c|\u200d|[\u0300-\u036f]/g, '')
    .normalize('NFC')
  return plain.length <= max_word_length ? plain : [...plain].slice(0, max_word_length).join('')
}

/** The words of a text, each once, in any script. */
export function wordsOf(text: string): string[] {
  const found = new Set<string>()
  for (const match of text.match(word_pattern) ?? []) for (const word of splitFolded(match)) found.add(word)
  return [...found]
}

/** Where words stand in a text as it was written. */
export function* placesOf(text: string): Generator<{ start: number; end: number; word: string }> {
  for (const match of text.matchAll(word_pattern)) yield { start: match.index, end: match.index + match[0].length, word: foldWord(match[0]) }
}

/** Folding may make two words of one character, such as ½. */
function splitFolded(text: string): string[] {
  const folded = foldWord(text)
  return folded.match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? []
}
