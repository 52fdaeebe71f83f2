/** A word of the text, or the punctuation behind it. */
export interface Token {
  start: number
  end: number
  /** As words are compared; `\0` for what is to be taken as written. */
  folded: string
  /** Where it begins in the folded line. */
  at: number
}

export interface Line {
  tokens: Token[]
  /** All folded words with one blank between them: what rules are tried on. */
  folded: string
  /** Backslashes that kept something from being understood, and are no part of the title. */
  escapes: number[]
}

const literal = '\0'
const closing: Record<string, string> = { '"': '"', '“': '”', '„': '“' }
const word = /\S+/g
const tail = /^(.*?[^,.;:!?।])([,.;:!?।]+)$/su

/** Spellings that readers take for the same: capitals, both ways to write nukta, nasal signs and digits. */
export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\u093c\u200c\u200d]/g, '')
    .replaceAll('\u0901', '\u0902')
    .replaceAll('म्ब', 'ंब')
    .replaceAll(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - 0x966))
    // Some signs are folded into a blank and another sign: a word stays one.
    .replaceAll(/\s/g, literal) || literal

/** Words, with what is quoted or begins with a backslash kept from being understood. */
export function tokensOf(text: string): Line {
  const line: Line = { tokens: [], folded: '', escapes: [] }
  for (let from = 0; ; ) {
    word.lastIndex = from
    const start = word.exec(text)?.index
    if (start === undefined) return line
    from = addWord(line, text, start)
  }
}

/** Gives where the word ends. */
function addWord(line: Line, text: string, start: number): number {
  const quote = text[start] === '#' ? start + 1 : start
  const mark = closing[text[quote] ?? '']
  const close = mark === undefined ? -1 : text.indexOf(mark, quote + 1)
  const quoted = close > quote + 1
  word.lastIndex = quoted ? close : start
  const end = quoted ? close + (word.exec(text)?.[0].length ?? 1) : start + (word.exec(text)?.[0].length ?? 1)
  const whole = text.slice(start, end)
  if (quoted && quote === start) add(line, start, end, literal)
  else if (quoted) addWithTail(line, start, end, whole)
  else if (/^\\[#!"“\p{L}\p{N}]/u.test(whole)) {
    line.escapes.push(start)
    add(line, start, end, literal)
  } else addWithTail(line, start, end, whole)
  return end
}

function addWithTail(line: Line, start: number, end: number, whole: string): void {
  const [, core, behind] = tail.exec(whole) ?? []
  if (core === undefined || behind === undefined) add(line, start, end, fold(whole))
  else {
    add(line, start, start + core.length, fold(core))
    add(line, start + core.length, end, behind)
  }
}

function add(line: Line, start: number, end: number, folded: string): void {
  const at = line.folded === '' ? 0 : line.folded.length + 1
  line.folded += at === 0 ? folded : ` ${folded}`
  line.tokens.push({ start, end, folded, at })
}

export const isPunctuation = ({ folded }: Token): boolean => /^[,.;:!?।]+$/.test(folded)
