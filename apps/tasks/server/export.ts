import type { FileAnswer } from '#contract/answer.ts'
import { notFound } from '#contract/problem.ts'
import type { Db } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import { statuses } from '../contract/fields.ts'
import type { Todo } from '../contract/todos.ts'
import { csvLine } from './csv.ts'
import { requireList } from './lists.ts'
import { keyOf, type Scan, scan } from './scan.ts'
import { todoOf } from './todo-rows.ts'

/** Rows in one reading; others have their turn in between. */
const batch = 500
export const csv_columns = [
  ...['id', 'title', 'description', 'status', 'priority', 'due_date', 'time_zone', 'recurrence', 'completed_at', 'created_at', 'updated_at'],
] as (keyof Todo)[]
export const json_format = 'banyan-todos'

/** Of a file that is one of several: below the 10 MiB that an import takes, with what stands around its rows. */
const part_bytes = 9 * 1024 * 1024

interface Asked {
  format: 'json' | 'csv'
  part?: number | undefined
}

/**
 * A list with its todos as a file that can be imported again: all of them, or those of one part where it says which. Says whether there is a
 * part after it. Throws `not_found` for a part that there is not.
 */
export async function exportList(db: Db, caller: Caller, id: string, { format, part }: Asked): Promise<{ file: FileAnswer; more: boolean }> {
  const list = await requireList(db, caller, id)
  if (list.deleted_at !== null) throw notFound('list')
  const { name, color } = list
  const written = format === 'csv' ? asCsv() : asJson({ id, name, color })
  const type = `${written.type}; charset=utf-8`
  if (part === undefined) return { file: { data: streamOf(whole(db, id, written)), type, name: `${name}.${format}` }, more: false }
  const { lines, more } = await linesOfPart(db, id, written, part)
  return { file: { data: new Blob([written.head, written.join(lines, true), written.tail]), type, name: `${name} ${part}.${format}` }, more }
}

interface Written {
  type: string
  head: string
  tail: string
  line(todo: Todo): string
  /** `first`: nothing stands before them but the head. */
  join(lines: string[], first: boolean): string
}

const asCsv = (): Written => ({
  type: 'text/csv',
  head: csvLine(csv_columns),
  tail: '',
  line: (todo) => csvLine(csv_columns.map((name) => todo[name])),
  join: (lines) => lines.join(''),
})

const asJson = (list: { id: string; name: string; color: string | null }): Written => ({
  type: 'application/json',
  head: `${JSON.stringify({ format: json_format, version: 1, list }).slice(0, -1)},"todos":[\n`,
  tail: '\n]}\n',
  line: (todo) => JSON.stringify(todo),
  join: (lines, first) => (lines.length > 0 && !first ? ',\n' : '') + lines.join(',\n'),
})

async function* whole(db: Db, id: string, { head, tail, line, join }: Written): AsyncGenerator<string> {
  let first = true
  yield head
  for await (const todos of batchesOf(db, id)) {
    yield join(todos.map(line), first)
    first = false
  }
  yield tail
}

async function linesOfPart(db: Db, id: string, { line }: Written, part: number): Promise<{ lines: string[]; more: boolean }> {
  const lines: string[] = []
  let [at, size] = [1, 0]
  for await (const todos of batchesOf(db, id))
    for (const text of todos.map(line)) {
      const bytes = Buffer.byteLength(text)
      if (size > 0 && size + bytes > part_bytes) [at, size] = [at + 1, 0]
      if (at > part) return { lines, more: true }
      if (at === part) lines.push(text)
      size += bytes
    }
  if (part > at) throw notFound('part')
  return { lines, more: false }
}

function streamOf(texts: AsyncGenerator<string>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await texts.next()
      if (done) controller.close()
      else controller.enqueue(new TextEncoder().encode(value))
    },
    cancel: async () => void (await texts.return(undefined)),
  })
}

async function* batchesOf(db: Db, list_id: string): AsyncGenerator<Todo[]> {
  const stretches = statuses.map((status) => ({ where: 'list_id = ? and status = ? and deleted_at is null', values: [list_id, status] }))
  const plan: Scan = { column: 'position', descending: false, stretches }
  for (let start: Parameters<typeof scan>[2]; ; ) {
    const { rows } = await scan(db, plan, start, batch)
    yield rows.map(todoOf)
    const last = rows[rows.length - 1]
    if (rows.length < batch || !last) return
    start = { ...keyOf(last), side: 'after' }
    await Bun.sleep(0)
  }
}
