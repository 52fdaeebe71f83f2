import { z } from 'zod'
import { parseJson } from '#server/http/body.ts'
import { most } from '../contract/fields.ts'
import { plainCell, readCsv } from './csv.ts'
import { json_format } from './export.ts'
import type { FileRow } from './import.ts'

const taken = ['title', 'description', 'status', 'priority', 'due_date', 'time_zone', 'recurrence'] as const
/** Values in a file, many times what a full list has: a file of nothing but brackets would keep everybody waiting. */
const max_values = most.import_rows * 50

/** Rows of a file that `exportList` made. Throws a `SyntaxError` for any other. */
export function ownRows(text: string, format: 'csv' | 'json'): { rows: FileRow[]; skipped: number } {
  const records = format === 'csv' ? csvRecords(text) : jsonRecords(text)
  return { rows: withoutDoubles(records), skipped: 0 }
}

function jsonRecords(text: string): Record<string, unknown>[] {
  if (valuesIn(text) > max_values) throw new SyntaxError(`more than ${max_values} values`)
  const file = parseJson(text)
  if (!isRecord(file) || file['format'] !== json_format || !Array.isArray(file['todos'])) throw new SyntaxError('it is no export of a list')
  const { todos } = file
  if (todos.length > most.import_rows) throw new SyntaxError(`more than ${most.import_rows} rows`)
  if (!todos.every(isRecord)) throw new SyntaxError('it is no export of a list')
  return todos
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** By the commas outside of texts, and one. */
function valuesIn(text: string): number {
  let count = 1
  let in_text = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (in_text) {
      if (code === 92) i++
      else if (code === 34) in_text = false
    } else if (code === 34) in_text = true
    else if (code === 44) count++
  }
  return count
}

function csvRecords(text: string): Record<string, unknown>[] {
  const [head, ...rows] = readCsv(text, most.import_rows)
  if (!head?.includes('title')) throw new SyntaxError('its first row has no column title')
  const names = head.map(plainCell)
  const places = ['id', ...taken].map((name) => ({ name, i: names.indexOf(name) })).filter(({ i }) => i >= 0)
  // An empty cell says nothing; only a description may be empty by itself, and is so anyway.
  return rows.map((cells) => Object.fromEntries(places.flatMap(({ name, i }) => (cells[i] ? [[name, plainCell(cells[i])]] : []))))
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
