import type { Ask } from './ask.ts'
import { cutWord, foldText, isWordCharacter, placesOf } from './words.ts'

interface Place {
  start: number
  end: number
}

/** What was searched for, and where in a text it stands. */
export class Wanted {
  /** As they are. */
  readonly words: ReadonlySet<string>
  /** And what begins like this. */
  readonly begun: string | undefined
  readonly #needles: string[]

  constructor({ words, last, typed }: Ask) {
    this.words = new Set([...words.flat(), ...last])
    this.begun = typed
    const longer = typed === undefined ? [] : [typed]
    this.#needles = [...longer, ...[...this.words].filter((word) => typed === undefined || !word.startsWith(typed))]
  }

  has(word: string): boolean {
    return this.words.has(word) || (this.begun !== undefined && word.startsWith(this.begun))
  }

  /** In the order of the text. */
  in(text: string): Iterable<Place> {
    const lower = text.toLowerCase()
    return isFolded(text, lower) ? this.#inFolded(lower) : this.#wordByWord(text)
  }

  *#wordByWord(text: string): Generator<Place> {
    for (const { start, end, word } of placesOf(text)) if (this.has(word)) yield { start, end }
  }

  /** Looks for the words themselves instead of at every word of the text. */
  *#inFolded(text: string): Generator<Place> {
    const next = this.#needles.map((needle) => text.indexOf(needle))
    for (;;) {
      const start = next.reduce((least, at) => (at >= 0 && (least < 0 || at < least) ? at : least), -1)
      if (start < 0) return
      let from = start + 1
      if (!endsInWord(text, start)) {
        from = endOfWord(text, start)
        if (this.has(cutWord(text.slice(start, from)))) yield { start, end: from }
      }
      for (const [i, at] of next.entries()) if (at >= 0 && at < from) next[i] = text.indexOf(this.#needles[i] ?? '', from)
    }
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const ascii = /^[\x00-\x7f]*$/

/** Are words of the text what they are folded to, but for case? A capital sigma is written by what follows it. */
const isFolded = (text: string, lower: string) => ascii.test(text) || (lower.length === text.length && !text.includes('Σ') && foldText(text) === lower)

function endsInWord(text: string, before: number): boolean {
  if (before === 0) return false
  const unit = text.charCodeAt(before - 1)
  return isWordCharacter(unit >= 0xdc00 && unit <= 0xdfff ? (text.codePointAt(before - 2) ?? unit) : unit)
}

function endOfWord(text: string, start: number): number {
  let end = start
  for (let code = text.codePointAt(end); code !== undefined && isWordCharacter(code); code = text.codePointAt(end)) end += code > 0xffff ? 2 : 1
  return end
}
