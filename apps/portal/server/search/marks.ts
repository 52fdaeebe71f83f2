import type { Ask } from './ask.ts'
import { placesOf } from './words.ts'

export type Marked = { text: string; hit: boolean }[]
export type IsHit = (word: string) => boolean

export function hitTest({ words, last, typed }: Ask): IsHit {
  const meant = new Set([...words.flat(), ...last])
  return (word) => meant.has(word) || (typed !== undefined && word.startsWith(typed))
}

/** A text in pieces. */
export function marked(text: string, isHit: IsHit): Marked {
  const pieces: Marked = []
  let from = 0
  const add = (until: number, hit: boolean) => {
    if (until > from) pieces.push({ text: text.slice(from, until), hit })
    from = until
  }
  for (const { start, end, word } of placesOf(text)) {
    if (!isHit(word)) continue
    add(start, false)
    add(end, true)
  }
  add(text.length, false)
  return pieces
}

const before_hit = 60
const snippet_length = 200
/** Of a long text only so much is looked through for a place to show. */
const looked_through = 30_000

/** The piece of a text where the first hit stands, cut between words; `at` where that is known already. */
export function snippetOf(text: string, isHit: IsHit, at?: number): Marked {
  const whole = text.slice(0, looked_through)
  const first = at ?? firstHit(whole, isHit)
  const from = first <= before_hit ? 0 : blankAfter(whole, first - before_hit, first)
  const until = from + snippet_length >= whole.length ? whole.length : blankBefore(whole, from + snippet_length, first)
  const piece = whole.slice(from, until).trim()
  return marked(`${from > 0 ? '… ' : ''}${piece}${until < text.length ? ' …' : ''}`.toWellFormed(), isHit)
}

function firstHit(text: string, isHit: IsHit): number {
  for (const { start, word } of placesOf(text)) if (isHit(word)) return start
  return 0
}

const blankAfter = (text: string, at: number, most: number) => {
  const blank = text.indexOf(' ', at)
  return blank < 0 || blank > most ? most : blank + 1
}
const blankBefore = (text: string, at: number, least: number) => {
  const blank = text.lastIndexOf(' ', at)
  return blank <= least ? at : blank
}
