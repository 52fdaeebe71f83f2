import { sql } from 'kysely'
import { z } from 'zod'
import type { Db, Tx } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import { tidyIndex } from '#server/db/tidy-index.ts'
import { job, type Schedule } from '#server/jobs/job.ts'
import type { Site } from '#server/site.ts'
import { everybody, learnWords, type Scope, scopeOf, sweepWords } from './vocabulary.ts'
import { wordsOf } from './words.ts'

/** Posts and comments have an index each, so that the many comments cost a search of posts nothing. */
export type Indexed = 'post' | 'comment'
export const tablesOf = { post: ['portal_post_docs', 'portal_post_index'], comment: ['portal_comment_docs', 'portal_comment_index'] } as const

/** How the index tells words of the name from words of the whole; both begin with the scope. */
export const in_name = 'a'
export const anywhere = 'b'

/** Words of one thing; what a text has beyond these is not found. */
const max_indexed = 5000

/**
 * The number of a thing in the index: the time that it is sorted by, then bits of its id. In the order of these a search finds the newest first,
 * and both kinds of database in the same order.
 */
export const numberOf = (at: string, id: string) => Date.parse(at) * 4096 + Number.parseInt(id.slice(-3), 16)

export interface Document {
  id: string
  /** What lists are in the order of. */
  at: string
  name: string
  text: string
  /** The only person who finds it; undefined for everybody. */
  only_for?: string | undefined
}

/** Puts a thing into the index, in place of what was there of it. */
export async function putDocument(tx: Tx, kind: Indexed, { id, at, name, text, only_for }: Document): Promise<void> {
  await dropDocument(tx, kind, id)
  const scope = only_for === undefined ? everybody : scopeOf(only_for)
  const named = wordsOf(name).slice(0, max_indexed)
  const all = [...new Set([...named, ...wordsOf(text)])].slice(0, max_indexed)
  await learnWords(tx, scope, all)
  const tokens = [...named.map((word) => in_name + scope + word), ...all.map((word) => anywhere + scope + word)]
  const [docs, index] = tablesOf[kind]
  for (let doc = numberOf(at, id); ; doc++) {
    const words = tx.dialect === 'sqlite' ? '' : ', words'
    const insert = `insert into ${docs} (doc, object_id, scope${words}) values (?, ?, ?${words && ', ?::tsvector'}) on conflict do nothing returning doc`
    const values = [doc, id, scope, ...(tx.dialect === 'sqlite' ? [] : [tokens.map((token) => `'${token}'`).join(' ')])]
    const { rows } = await tx.execute(statement(tx.dialect, insert, values))
    if (rows.length === 0) continue
    if (tx.dialect === 'sqlite') await tx.execute(statement('sqlite', `insert into ${index} (rowid, words) values (?, ?)`, [doc, tokens.join(' ')]))
    return
  }
}

/** Takes a thing out of the index; on SQLite a trigger takes its words along. */
export async function dropDocument(tx: Tx, kind: Indexed, id: string): Promise<void> {
  await tx.execute(statement(tx.dialect, `delete from ${tablesOf[kind][0]} where object_id = ?`, [id]))
}

/** Words that may be nobody's any more after a text has gone or changed; who they were whose text it was. */
export async function forgetWords(tx: Tx, scope: Scope, ...texts: string[]): Promise<void> {
  const words = wordsOf(texts.join(' ')).slice(0, max_indexed)
  if (words.length > 0) await tx.enqueue(sweepUnused, { scope, words })
}

const batch = 100
const nobody = { actor_id: null, ip: null, request_id: null }

/** A job, since asking for each word would hold up the write that has caused it. */
export const sweepUnused = job({
  name: 'portal.sweep_words',
  payload: z.object({ scope: z.string(), words: z.array(z.string()) }),
  async run({ site, payload: { scope, words } }) {
    for (let start = 0; start < words.length; start += batch) await sweep(site, scope, words.slice(start, start + batch))
  },
})

/** Asked without a lock first: most words are in use. */
async function sweep({ store }: Site, scope: Scope, words: string[]): Promise<void> {
  const isUnused = async (word: string) => !(await isUsed(store.db, anywhere + scope + word))
  const unused: string[] = []
  for (const word of words) if (await isUnused(word)) unused.push(word)
  if (unused.length > 0) await store.write(nobody, (tx) => sweepWords(tx, scope, unused, (word) => isUsed(tx, anywhere + scope + word)))
}

/** The same for every word there is: of texts that went with the post or person they belonged to nobody says which they were. */
export const sweepVocabulary = job({
  name: 'portal.sweep_vocabulary',
  payload: z.object({}),
  async run({ site }) {
    for (let last = { scope: '', word: '' }; ; ) {
      const rows = await wordsAfter(site.store.db, last)
      for (const scope of new Set(rows.map((row) => row.scope)))
        await sweep(
          site,
          scope,
          rows.filter((row) => row.scope === scope).map(({ word }) => word),
        )
      last = rows.at(-1) ?? last
      if (rows.length < batch) return
      await Bun.sleep(1)
    }
  },
})

async function wordsAfter(db: Db, { scope, word }: { scope: string; word: string }): Promise<{ scope: string; word: string }[]> {
  const sql = 'select scope, word from portal_words where (scope, word) > (?, ?) order by scope, word limit ?'
  return (await db.execute<{ scope: string; word: string }>(statement(db.dialect, sql, [scope, word, batch]))).rows
}

/** Searches stay as quick as in a small index. */
const tidySearch = job({
  name: 'portal.tidy_search',
  payload: z.object({}),
  async run({ site }) {
    for (const [, index] of Object.values(tablesOf)) await tidyIndex(site.store, index)
  },
})

export const jobs = [sweepUnused, sweepVocabulary, tidySearch]
export const schedules: Schedule[] = [
  { name: 'portal.tidy_search', cron: '37 * * * *', job: tidySearch },
  // Sundays, at the quietest hour in India.
  { name: 'portal.sweep_vocabulary', cron: '43 21 * * 6', job: sweepVocabulary },
]

async function isUsed(db: Db, token: string): Promise<boolean> {
  for (const kind of ['post', 'comment'] as const) if ((await anyWith(db, kind, token)) !== undefined) return true
  return false
}

async function anyWith(db: Db, kind: Indexed, token: string): Promise<number | undefined> {
  const [docs, index] = tablesOf[kind]
  const { rows } =
    db.dialect === 'sqlite'
      ? await sql<{ doc: number }>`select rowid as doc from ${sql.table(index)} where ${sql.table(index)} match ${`"${token}"`} limit 1`.execute(db)
      : await sql<{ doc: number }>`select doc from ${sql.table(docs)} where words @@ ${`'${token}'`}::tsquery limit 1`.execute(db)
  return rows[0]?.doc
}
