import { z } from 'zod'
import { parseJson } from '#server/http/body.ts'
import { most } from '../contract/fields.ts'
import { plainCell, readCsv } from './csv.ts'
import { json_format } from './export.ts'
import type { FileRow } from './import.ts'

const taken = ['title', 'description', 'status', 'priority', 'due_date', 'time_zone', 'recurrence'] as const
const Own = z.object({ format: z.literal(json_format), todos: z.array(z.record(z.string(), z.unknown())) })

/** Rows of a file that `exportList` made. Throws a `SyntaxError` for any other. */
export function ownRows(text: string, format: 'csv' | 'json'): { rows: FileRow[]; skipped: number } {
  const records = format === 'csv' ? csvRecords(text) : jsonRecords(text)
  return { rows: withoutDoubles(records), skipped: 0 }
}

function jsonRecords(text: string): Record<string, unknown>[] {
  const parsed = Own.safeParse(parseJson(text))
  if (!parsed.success) throw new SyntaxError('it is no export of a list')
  return parsed.data.todos
}

function csvRecords(text: string): Record<string, unknown>[] {
  const [head, ...rows] = readCsv(text, most.import_rows)
  if (!head?.includes('title')) throw new SyntaxError('its first row has no column title')
  const names = head.map(plainCell)
  // An empty cell says nothing; only a description may be empty by itself, and is so anyway.
  return rows.map((cells) => Object.fromEntries(names.flatMap((name, i) => (cells[i] ? [[name, plainCell(cells[i])]] : []))))
}

/** A row is known by its id, or by its content and the how-manieth of its kind it is. */
function withoutDoubles(records: Record<string, unknown>[]): FileRow[] {
  const seen = new Map<string, number>()
  return records.map((record, i) => {
    const fields = Object.fromEntries(taken.flatMap((name) => (record[name] === undefined ? [] : [[name, record[name]]])))
    const id = z.uuid().safeParse(record['id'])
    const content = id.success ? `id ${id.data.toLowerCase()}` : JSON.stringify(fields)
    const n = (seen.get(content) ?? 0) + 1
    seen.set(content, n)
    // The same id twice in a file is one todo: the second finds the first.
    const key = id.success ? content : `${content} ${n}`
    return { row: i + 1, key, ...(id.success && { own_id: id.data.toLowerCase() }), fields }
  })
}
