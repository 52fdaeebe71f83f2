import type { z } from 'zod'
import { invalid, Problem } from '#contract/problem.ts'
import type { Read, Tx, Write } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import { check } from '#server/http/parse.ts'
import { importMoved, manyChanged } from '../contract/events.ts'
import type { ImportReport, importTodos as importEndpoint } from '../contract/exchange.ts'
import { most } from '../contract/fields.ts'
import { kindOf } from '../contract/file-kind.ts'
import { NewTodo } from '../contract/todos.ts'
import { beginChange } from './changes.ts'
import { ownRows } from './import-own.ts'
import { todoistRows } from './import-todoist.ts'
import { tidy } from './jobs.ts'
import { first_position, positionBetween } from './positions.ts'
import { type Count, countOf, refuseTooMany, requireTarget, type TodoRow } from './todo-rows.ts'
import { insertRow, recount } from './todo-writes.ts'
import { newRow } from './todos.ts'

type Import = z.output<typeof importEndpoint.body> & { run?: string | undefined }
/** Rows in one write: others wait meanwhile. */
const batch = 500
const max_told = 100
/** What adds so many todos makes searches slower until the index is put together. */
const many = 1000

/** A row of a file, as the fields of a todo that are yet to be judged. */
export interface FileRow {
  row: number
  /** What makes it the same row in the same file. */
  key: string
  /** The todo that our own file was made from: where that is still there, nothing is added. */
  own_id?: string
  fields: Record<string, unknown>
}

type Made = Omit<TodoRow, 'doc' | 'position'> & { own_id: string | undefined }

/** Adds what a file holds to a list, a batch at a time; each row has an id made from its content, so a second time adds nothing. */
export async function importTodos(
  read: Read,
  write: Write,
  caller: Caller,
  { list_id, format, text, time_zone, run }: Import,
  now: string,
): Promise<ImportReport> {
  await read((db) => requireTarget(db, caller, list_id))
  const { rows, skipped } = parse(() => fewEnough(format === 'todoist' ? todoistRows(text, time_zone) : ownRows(text, format)))
  const report: ImportReport = { created: 0, existing: 0, skipped, failed: [], failed_count: 0 }
  for (let done = 0; done < rows.length; ) {
    const part = rows.slice(done, done + batch).flatMap((row) => judge(row, caller, list_id, now, report))
    done = Math.min(done + batch, rows.length)
    const created = await write((tx) => {
      if (run !== undefined) tx.publish(importMoved, [caller.id], { run, done, all: rows.length })
      return addRows(tx, caller, list_id, part)
    })
    report.created += created
    report.existing += part.length - created
  }
  if (report.created >= many) await write(tidySoon)
  return report
}

/** At the next full minute, so that files sent one after the other are one piece of work. */
async function tidySoon(tx: Tx): Promise<void> {
  const run_at = new Date((Math.floor(Date.parse(tx.now) / 60_000) + 1) * 60_000)
  await tx.enqueue(tidy, {}, { key: `${tidy.name}@import:${run_at.toISOString()}`, run_at })
}

/** What a file is. Throws for one that is no UTF-8, such as an older spreadsheet makes, and for other kinds. */
export const fileOf = (data: Uint8Array): Pick<Import, 'text' | 'format'> =>
  parse(() => {
    const text = inUtf8(data)
    const format = kindOf(text)
    if (!format) throw new SyntaxError('it is no CSV of Todoist and no export of a list')
    return { text, format }
  })

function inUtf8(data: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data)
  } catch (cause) {
    throw new SyntaxError('it is not in UTF-8', { cause })
  }
}

function parse<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid({ text: [`This file cannot be read: ${error.message}.`.slice(0, 200)] })
    throw error
  }
}

function fewEnough<T extends { rows: unknown[] }>(parsed: T): T {
  if (parsed.rows.length > most.import_rows) throw new SyntaxError(`more than ${most.import_rows} rows`)
  return parsed
}

/** A row as it would be stored; one that breaks a rule is told and left out. */
function judge({ row, key, own_id, fields }: FileRow, caller: Caller, list_id: string, now: string, report: ImportReport): Made[] {
  const id = stableId(caller.id, list_id, key)
  const fail = (message: string, field?: PropertyKey) => {
    report.failed_count++
    if (report.failed.length < max_told) report.failed.push({ row, field: typeof field === 'string' ? field : null, message: message.slice(0, 300) })
    return []
  }
  try {
    const { position, ...made } = newRow(caller.id, now, first_position, check(NewTodo, { ...fields, id, list_id }))
    return [{ ...made, own_id }]
  } catch (error) {
    if (error instanceof Problem) return fail(error.message, Object.keys(error.details.fields ?? {})[0])
    throw error
  }
}

/** The same row of the same person for the same list has the same id: a UUID of our own kind (RFC 9562, version 8). */
function stableId(user_id: string, list_id: string, key: string): string {
  const hash = new Bun.CryptoHasher('sha256').update(JSON.stringify([user_id, list_id, key])).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

async function addRows(tx: Tx, caller: Caller, list_id: string, part: Made[]): Promise<number> {
  if (part.length === 0) return 0
  await beginChange(tx, caller.id)
  const list = await requireTarget(tx, caller, list_id)
  const ids = part.flatMap(({ id, own_id }) => (own_id === undefined ? [id] : [id, own_id]))
  const there = await tx.selectFrom('todos').select('id').where('id', 'in', ids).where('user_id', '=', caller.id).execute()
  const known = new Set(there.map(({ id }) => id))
  const fresh = part.filter(({ id, own_id }) => !known.has(id) && !(own_id !== undefined && known.has(own_id)))
  const count = fresh.map(countOf).reduce((a: Count, b) => ({ open: a.open + b.open, all: a.all + b.all }), { open: 0, all: 0 })
  refuseTooMany(list, count)
  let position = list.last_position
  let created = 0
  for (const { own_id, ...row } of fresh) {
    position = positionBetween(position, null)
    if (await insertRow(tx, { ...row, position, created_at: tx.now, updated_at: tx.now })) created++
  }
  if (created === 0) return 0
  await recount(tx, caller, list_id, count, position)
  await tx.audit({ action: 'tasks.todos_imported', model: 'task_lists', object_id: list_id, after: { todos: created } })
  tx.publish(manyChanged, [caller.id], { list_ids: [list_id] })
  return created
}
