import { z } from 'zod'
import type { Page } from '#contract/page.ts'
import { invalid } from '#contract/problem.ts'
import type { Db } from '#server/db/db.ts'
import { type Found, pageOfFound, readKeyCursor, type Start } from '#server/db/keyset.ts'
import { statement } from '#server/db/prepared.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Todo } from '../contract/todos.ts'
import { docsByRareWord, type Wanted } from './rare-words.ts'
import { type Keyed, keyOf, type Scan } from './scan.ts'
import type { TodoQuery } from './todo-pages.ts'
import { shown_columns, todoOf } from './todo-rows.ts'
import { max_words, searchText, wordsOf } from './words.ts'

/** So many hits are looked at in one query when few of them pass, and so many queries are made for one page. */
const wide = 500
/** When all should pass: a few more than asked, for those in the trash. */
const spare = 20
/** So many of the nearest todos are looked through on PostgreSQL before its index is asked. */
const nearby = 2000
const max_windows = 10

/** So many words are meant by one beginning, in the order of their letters. */
const max_beginnings = 50

interface Search {
  caller: Caller
  words: Wanted
  trash: boolean
  filter: Scan['filter'] | undefined
}

/** Todos with all the words, newest first: the index gives them in that order, so a page costs what it shows, not what it finds. */
export async function searchTodos(db: Db, caller: Caller, query: TodoQuery, filter: Scan['filter'] | undefined): Promise<Page<Todo>> {
  const { ordering, cursor, limit, trash = false, q = '' } = query
  if (ordering !== undefined && ordering !== '-created_at') throw invalid({ ordering: ['What a search finds comes newest first.'] })
  const words = await wantedBy(db, caller, q)
  const start = readKeyCursor(cursor, 'search', z.int().min(0).max(Number.MAX_SAFE_INTEGER))
  const found: Found<Keyed> = words ? await find(db, { caller, words, trash, filter }, start, limit + 1) : { rows: [] }
  const { items, ...page } = pageOfFound('search', start, limit, found, keyOf)
  return { ...page, items: items.map(todoOf) }
}

/** Undefined for what the index cannot find. A beginning is asked for as the words that the person has: the index would read them all. */
async function wantedBy(db: Db, caller: Caller, q: string): Promise<Wanted | undefined> {
  const whole = wordsOf(q).slice(0, max_words)
  const last = whole.pop()
  if (last === undefined) return undefined
  const sql = 'select word from todo_words where user_id = ? and word >= ? and word < ? order by word limit ?'
  const { rows } = await db.execute<{ word: string }>(statement(db.dialect, sql, [caller.id, last, `${last}\u{10ffff}`, max_beginnings]))
  return rows.length > 0 ? { whole, beginnings: rows.map(({ word }) => word) } : undefined
}

async function find(db: Db, search: Search, start: Start, count: number): Promise<Found<Keyed>> {
  const few = await docsByRareWord(db, search.caller, search.words)
  if (few) return { rows: await rowsOf(db, search, beyond(few, start), start?.side === 'before', count) }
  const rows: Keyed[] = []
  let from = start
  for (let i = 0; i < max_windows; i++) {
    const window = i === 0 && !search.filter && !search.trash ? count + spare : wide
    const docs = await hits(db, search, from, window)
    rows.push(...(await rowsOf(db, search, docs, from?.side === 'before', count - rows.length)))
    const last = docs[docs.length - 1]
    if (rows.length >= count || docs.length < window || last === undefined) return { rows }
    from = { side: start?.side ?? 'after', value: last, id: start?.id ?? '00000000-0000-0000-0000-000000000000' }
  }
  return { rows, ...(from && { stopped: { value: from.value, id: from.id } }) }
}

const beyond = (docs: number[], start: Start) =>
  start ? docs.filter((doc) => (start.side === 'before' ? doc > Number(start.value) : doc < Number(start.value))) : docs

/** The nearest todos by number, found by the index alone. */
async function hits(db: Db, { caller, words }: Search, start: Start, count: number): Promise<number[]> {
  const [sign, direction] = start?.side === 'before' ? ['>', 'asc'] : ['<', 'desc']
  const text = searchText(db.dialect, caller.id, words.whole, words.beginnings)
  const order = `order by doc ${direction} limit ?`
  const after = start ? [start.value] : []
  const run = async (sql: string, values: unknown[]) => (await db.execute<{ doc: number }>(statement(db.dialect, sql, values))).rows.map(({ doc }) => doc)
  if (db.dialect === 'sqlite')
    return run(`select rowid as doc from todos_search where todos_search match ?${start ? ` and rowid ${sign} ?` : ''} order by rowid ${direction} limit ?`, [
      text,
      ...after,
      count,
    ])
  const further = start ? `and doc ${sign} ?` : ''
  // What is common is found among the nearest; the GIN index would first find it everywhere.
  const near = `select doc, words from todos_search where user_id = ? ${further} order by doc ${direction} limit ${nearby}`
  const common = await run(`select doc from (${near}) as s where words @@ ?::tsquery ${order}`, [caller.id, ...after, text, count])
  if (common.length >= count) return common
  // What is rare by the index. Materialized, since the planner would rather walk all rows in order than believe how few fit.
  return run(`with found as materialized (select doc from todos_search where words @@ ?::tsquery) select doc from found where true ${further} ${order}`, [
    text,
    ...after,
    count,
  ])
}

async function rowsOf({ dialect, execute }: Db, { caller, trash, filter }: Search, docs: number[], up: boolean, count: number): Promise<Keyed[]> {
  if (docs.length === 0) return []
  // By an expression, lest PostgreSQL walk the index of all todos in that order to find these few.
  const among = dialect === 'sqlite' ? 'doc in (select value from json_each(?))' : 'doc in (select jsonb_array_elements_text(?::jsonb)::bigint)'
  // The plus keeps SQLite from walking all of the person's todos instead.
  const own = dialect === 'sqlite' ? '+user_id = ?' : 'user_id = ?'
  const sql = `select ${shown_columns}, doc as sort_key from todos where ${among} and ${own} and deleted_at is ${trash ? 'not null' : 'null'}
    ${filter ? `and ${filter.where}` : ''} order by doc + 0 ${up ? 'asc' : 'desc'} limit ?`
  return (await execute<Keyed>(statement(dialect, sql, [JSON.stringify(docs), caller.id, ...(filter?.values ?? []), count]))).rows
}
