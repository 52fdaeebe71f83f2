import { most, type Priority } from '../contract/fields.ts'
import { readCsv } from './csv.ts'
import type { FileRow } from './import.ts'
import { todoistDate } from './todoist-date.ts'

/** Todoist's 4 is what has no flag. */
const priorities: Record<string, Priority> = { '1': 'urgent', '2': 'high', '3': 'medium', '4': 'none' }
const max_description = 10_000

type Cells = Record<string, string>

/**
 * Rows of Todoist's CSV template. Notes are put under their task, sections are passed over, what belongs to another task says to which;
 * a date in words that we do not know is kept as words. Throws a `SyntaxError` for a file of another kind.
 */
export function todoistRows(text: string, time_zone: string): { rows: FileRow[]; skipped: number } {
  const [head, ...rows] = readCsv(text, most.import_rows * 2)
  const names = head?.map((name) => name.trim().toUpperCase()) ?? []
  if (!names.includes('TYPE') || !names.includes('CONTENT')) throw new SyntaxError('it has no columns TYPE and CONTENT')
  const made: FileRow[] = []
  const parents: string[] = []
  let skipped = 0
  for (const [i, cells] of rows.entries()) {
    const row = Object.fromEntries(names.map((name, at) => [name, cells[at]?.trim() ?? '']))
    const last = made[made.length - 1]
    if (row['TYPE'] !== 'task') {
      skipped++
      if (row['TYPE'] === 'note' && last && row['CONTENT']) annotate(last, row['CONTENT'])
      continue
    }
    const indent = Math.min(Math.max(Number.parseInt(row['INDENT'] ?? '', 10) || 1, 1), 10)
    parents.length = Math.min(parents.length, indent - 1)
    made.push(taskOf(row, i + 2, parents, time_zone))
    parents[indent - 1] = row['CONTENT'] ?? ''
  }
  return { rows: numbered(made), skipped }
}

function taskOf(row: Cells, number: number, parents: string[], time_zone: string): FileRow {
  const { CONTENT = '', DESCRIPTION = '', PRIORITY = '', DATE = '', TIMEZONE = '' } = row
  const zone = TIMEZONE || time_zone
  const due = todoistDate(DATE, zone)
  const task: FileRow = {
    row: number,
    key: JSON.stringify([...parents, CONTENT]),
    fields: { title: CONTENT, description: DESCRIPTION, priority: priorities[PRIORITY] ?? 'none', ...due },
  }
  if (parents.length > 0) annotate(task, `↳ ${parents.filter(Boolean).join(' › ')}`)
  if (DATE && !due) annotate(task, `Todoist: ${DATE}`)
  return task
}

function annotate({ fields }: FileRow, text: string): void {
  fields['description'] = [fields['description'], text].filter(Boolean).join('\n').slice(0, max_description).toWellFormed()
}

/** Two tasks of the same name are two. */
function numbered(rows: FileRow[]): FileRow[] {
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const n = (seen.get(row.key) ?? 0) + 1
    seen.set(row.key, n)
    return { ...row, key: `todoist ${n} ${row.key}` }
  })
}
