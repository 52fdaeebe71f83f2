import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import { distance, remainsOf, slipsOf } from './typos.ts'

/** Whose words: everybody's, or by the end of a person's id those of what only they find. */
export type Scope = string
export const everybody: Scope = ''
/** The random end of an id: nobody's words begin with another's by design or chance. */
export const scopeOf = (user_id: string): Scope => user_id.slice(-12)

/** So many words are meant by one beginning: the shortest of those that come first. */
const max_beginnings = 100
const looked_at = 2000
const max_nearest = 8

/** One of a JSON list; on PostgreSQL as an array, for which the planner takes the index. */
const among = (db: Db, column: string) =>
  db.dialect === 'sqlite' ? `${column} in (select value from json_each(?))` : `${column} = any (array(select jsonb_array_elements_text(?::jsonb)))`

/** Words that are indexed from now on. Whoever indexes keeps the sweep of words waiting until the commit: see `sweepWords`. */
export async function learnWords(tx: Tx, scope: Scope, words: string[]): Promise<void> {
  if (tx.dialect === 'postgres') await sql`select pg_advisory_xact_lock_shared(${sweep_lock})`.execute(tx)
  const fresh = await unknownAmong(tx, scope, words)
  if (fresh.length === 0) return
  const insert =
    tx.dialect === 'sqlite'
      ? 'insert into portal_words (scope, word) select ?, value from json_each(?) where true on conflict do nothing'
      : 'insert into portal_words (scope, word) select ?, value from jsonb_array_elements_text(?::jsonb) as value on conflict do nothing'
  // In one order, so that two writers wait for each other in a row and not in a ring.
  await tx.execute(statement(tx.dialect, insert, [scope, JSON.stringify(fresh.toSorted())]))
  const pairs = fresh.toSorted().flatMap((word) => remainsOf(word).map((remains) => [remains, word]))
  const field = (n: number) => (tx.dialect === 'sqlite' ? `value ->> '$[${n}]'` : `value ->> ${n}`)
  const rows = tx.dialect === 'sqlite' ? 'json_each(?)' : 'jsonb_array_elements(?::jsonb) as value'
  const remember = `insert into portal_word_remains (scope, remains, word) select ?, ${field(0)}, ${field(1)} from ${rows} where true on conflict do nothing`
  await tx.execute(statement(tx.dialect, remember, [scope, JSON.stringify(pairs)]))
}

async function unknownAmong(db: Db, scope: Scope, words: string[]): Promise<string[]> {
  const known = (await knownAmong(db, [scope], words)).get(scope)
  return words.filter((word) => !known?.has(word))
}

/** Which of the words are in which scope. */
export async function knownAmong(db: Db, scopes: Scope[], words: string[]): Promise<Map<Scope, Set<string>>> {
  const query = `select scope, word from portal_words where ${among(db, 'scope')} and ${among(db, 'word')}`
  const { rows } = await db.execute<{ scope: Scope; word: string }>(statement(db.dialect, query, [JSON.stringify(scopes), JSON.stringify(words)]))
  const known = new Map(scopes.map((scope) => [scope, new Set<string>()]))
  for (const { scope, word } of rows) known.get(scope)?.add(word)
  return known
}

/** Words of each scope that begin like this one, the one itself among them. */
export async function beginningsOf(db: Db, scopes: Scope[], start: string): Promise<Map<Scope, string[]>> {
  const found = new Map<Scope, string[]>()
  for (const scope of scopes) {
    const near = 'select word from portal_words where scope = ? and word >= ? and word < ? order by word limit ?'
    const query = `select word from (${near}) as near order by length(word), word limit ?`
    const { rows } = await db.execute<{ word: string }>(statement(db.dialect, query, [scope, start, `${start}\u{10ffff}`, looked_at, max_beginnings]))
    found.set(
      scope,
      rows.map(({ word }) => word),
    )
  }
  return found
}

/** Words in memory that may be meant as well, by how many characters they have. */
export type ByLength = ReadonlyMap<number, readonly { word: string; characters: readonly string[] }[]>

/** Of these words and those that are indexed the nearest to one that nothing has; none where it is too short to guess. */
export async function nearestTo(db: Db, scopes: Scope[], word: string, others: ByLength): Promise<string[]> {
  const most = slipsOf(word)
  if (most === 0) return []
  const characters = [...word]
  const query = `select distinct word from portal_word_remains where ${among(db, 'scope')} and ${among(db, 'remains')} limit ${looked_at}`
  const { rows } = await db.execute<{ word: string }>(statement(db.dialect, query, [JSON.stringify(scopes), JSON.stringify(remainsOf(word))]))
  const ranked = new Map<string, number>()
  const rank = (candidate: string, letters: readonly string[]) => {
    const away = distance(characters, letters, most)
    if (away <= most) ranked.set(candidate, away)
  }
  for (const row of rows) rank(row.word, [...row.word])
  for (let length = characters.length - most; length <= characters.length + most; length++)
    for (const other of others.get(length) ?? []) rank(other.word, other.characters)
  const least = Math.min(...ranked.values())
  return [...ranked]
    .filter(([, away]) => away === least)
    .map(([candidate]) => candidate)
    .sort(byLength)
    .slice(0, max_nearest)
}

const byLength = (a: string, b: string) => a.length - b.length || (a < b ? -1 : 1)

/** A number that no other use of PostgreSQL's locks by number here has. */
const sweep_lock = 7_340_113

/** Forgets words that nothing has any more: nobody finds a removed text by a slip towards one of its words. Gives how many went. */
export async function sweepWords(tx: Tx, scope: Scope, words: string[], isUsed: (word: string) => Promise<boolean>): Promise<number> {
  if (tx.dialect === 'postgres') await sql`select pg_advisory_xact_lock(${sweep_lock})`.execute(tx)
  const unused: string[] = []
  for (const word of words) if (!(await isUsed(word))) unused.push(word)
  if (unused.length === 0) return 0
  await tx.deleteFrom('portal_words').where('scope', '=', scope).where('word', 'in', unused).execute()
  const remains = [...new Set(unused.flatMap(remainsOf))]
  await tx.execute(
    statement(tx.dialect, `delete from portal_word_remains where scope = ? and ${among(tx, 'remains')} and ${among(tx, 'word')}`, [
      scope,
      JSON.stringify(remains),
      JSON.stringify(unused),
    ]),
  )
  return unused.length
}
