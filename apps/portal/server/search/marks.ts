import type { Wanted } from './wanted.ts'

export type Marked = { text: string; hit: boolean }[]

/** A text in pieces, with what is put before and after it. */
export function marked(text: string, wanted: Wanted, before = '', after = ''): Marked {
  const pieces: Marked = []
  const add = (piece: string, hit: boolean) => {
    if (piece) pieces.push({ text: piece, hit })
  }
  let [plain, from] = [before, 0]
  for (const { start, end } of wanted.in(text)) {
    add(plain + text.slice(from, start), false)
    add(text.slice(start, end), true)
    ;[plain, from] = ['', end]
  }
  add(plain + text.slice(from) + after, false)
  return pieces
}

const before_hit = 60
const snippet_length = 200
/** Of a long text only so much is looked through for a place to show. */
const looked_through = 30_000

/** The piece of a text where the first hit stands, cut between words; `at` where that is known already. */
export function snippetOf(text: string, wanted: Wanted, at?: number): Marked {
  const whole = text.slice(0, looked_through)
  const first = at ?? firstHit(whole, wanted)
  const from = first <= before_hit ? 0 : blankAfter(whole, first - before_hit, first)
  const until = from + snippet_length >= whole.length ? whole.length : blankBefore(whole, from + snippet_length, first)
  const piece = whole.slice(from, until).trim().toWellFormed()
  return marked(piece, wanted, from > 0 ? '… ' : '', until < text.length ? ' …' : '')
}

function firstHit(text: string, wanted: Wanted): number {
  for (const { start } of wanted.in(text)) return start
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
