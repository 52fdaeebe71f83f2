import type { Db } from '#server/db/db.ts'
import { stateWords, stateWordsByLength } from './states.ts'
import { beginningsOf, knownAmong, nearestTo, type Scope } from './vocabulary.ts'
import { max_words, wordsOf } from './words.ts'

/** What is searched for: for each word the words that it may be; each thing found has one of each. */
export interface Ask {
  /** All but the last. */
  words: string[][]
  /** The last as it was typed, or what it was taken for; empty where only longer words begin with it. */
  last: string[]
  /** Words that begin with the last, itself among them. */
  beginnings: string[]
  /** The last as it was typed, where it may be the beginning of a word. */
  typed: string | undefined
}

/** Undefined when there is nothing to search for, or a word that nothing has and nothing is near to. */
export async function askOf(db: Db, q: string, scopes: Scope[]): Promise<Ask | undefined> {
  const typed = wordsOf(q).slice(0, max_words)
  const last = typed.pop()
  if (last === undefined) return undefined
  const known = await knownAmong(db, scopes, [...typed, last])
  const isKnown = (word: string) => known.has(word) || stateWords().has(word)
  const words: string[][] = []
  for (const word of typed) {
    const meant = isKnown(word) ? [word] : await nearest(db, scopes, word)
    if (meant.length === 0) return undefined
    words.push(meant)
  }
  const beginnings = await beginningsOf(db, scopes, last)
  if (isKnown(last)) return { words, last: [last], beginnings, typed: last }
  if (beginnings.length > 0 || [...stateWords()].some((word) => word.startsWith(last))) return { words, last: [], beginnings, typed: last }
  const meant = await nearest(db, scopes, last)
  return meant.length === 0 ? undefined : { words, last: meant, beginnings: meant, typed: undefined }
}

const nearest = (db: Db, scopes: Scope[], word: string) => nearestTo(db, scopes, word, stateWordsByLength())
