import type { Db } from '#server/db/db.ts'
import { stateWords, stateWordsByLength, stateWordsFrom } from './states.ts'
import { beginningsOf, knownAmong, nearestTo, type Scope } from './vocabulary.ts'
import { max_words, wordsOf } from './words.ts'

/** What is searched for: for each word the words that it may be; each thing found has one of each. */
export interface Ask {
  /** All but the last. */
  words: string[][]
  /** The last as it was typed, or what it was taken for; empty where only longer words begin with it. */
  last: string[]
  /** The last as it was typed, where it may be the beginning of a word. */
  typed: string | undefined
  /** Those that have every word; whoever has written nothing of the kind costs nothing. */
  scopes: Scoped[]
}

/** What the last word may be in the texts of one scope. */
export interface Scoped {
  scope: Scope
  last: string[]
  beginnings: string[]
}

/** Undefined when there is nothing to search for, or a word that nothing has and nothing is near to. */
export async function askOf(db: Db, q: string, scopes: Scope[]): Promise<Ask | undefined> {
  const typed = wordsOf(q).slice(0, max_words)
  const last = typed.pop()
  if (last === undefined) return undefined
  const known = await knownAmong(db, scopes, [...typed, last])
  const isKnown = (word: string) => stateWords().has(word) || scopes.some((scope) => known.get(scope)?.has(word))
  const words: string[][] = []
  for (const word of typed) {
    const meant = isKnown(word) ? [word] : await nearestTo(db, scopes, word, stateWordsByLength())
    if (meant.length === 0) return undefined
    words.push(meant)
  }
  // A slip may be mended by anybody's word.
  const sure = typed.filter(isKnown)
  const having = scopes.filter((scope) => sure.every((word) => known.get(scope)?.has(word)))
  const begun = await beginningsOf(db, scopes, last)
  const as_typed = isKnown(last)
  if (as_typed || stateWordsFrom(last).length > 0 || scopes.some((scope) => begun.get(scope)?.length)) {
    const scoped = having.map((scope) => ({ scope, last: known.get(scope)?.has(last) ? [last] : [], beginnings: begun.get(scope) ?? [] }))
    return { words, last: as_typed ? [last] : [], typed: last, scopes: scoped.filter((one) => one.beginnings.length > 0) }
  }
  const meant = await nearestTo(db, scopes, last, stateWordsByLength())
  if (meant.length === 0) return undefined
  return { words, last: meant, typed: undefined, scopes: having.map((scope) => ({ scope, last: meant, beginnings: meant })) }
}
