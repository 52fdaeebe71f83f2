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
  if (plain.test(text)) return text.toLowerCase().slice(0, max_word_length)
  const before = folded.get(text)
  if (before !== undefined) return before
  const word = fold(text)
  // Texts say the same words again and again; what is kept of them is bounded all the same.
  if (folded.size >= max_kept) folded.clear()
  if (text.length <= max_word_length) folded.set(text, word)
  return word
}

const plain = /^[a-z0-9]+$/i
const max_kept = 20_000
const folded = new Map<string, string>()

const fold = (text: string) => cutWord(foldText(text))

export const foldText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\u200c|\u200d|[\u0300-\u036f]/g, '')
    .normalize('NFC')

export const cutWord = (word: string): string => (word.length <= max_word_length ? word : [...word].slice(0, max_word_length).join(''))

const word_character = /[\p{L}\p{N}\p{M}\p{Co}\u200c\u200d]/u
const of_ascii = Array.from({ length: 128 }, (_, code) => word_character.test(String.fromCharCode(code)))
export const isWordCharacter = (code: number): boolean => (code < 128 ? of_ascii[code] === true : word_character.test(String.fromCodePoint(code)))

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
  const word = foldWord(text)
  return plain.test(word) ? [word] : (word.match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? [])
}
