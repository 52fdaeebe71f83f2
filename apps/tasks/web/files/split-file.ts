import type { FileKind } from '../../contract/file-kind.ts'

/** A piece of a file that is a file of its own, and how many rows stand before it. */
export interface Piece {
  file: Blob
  rows_before: number
}

/**
 * A file that one import would not take, as several that it does, none larger than `most`. Undefined for one that cannot be divided so: a single
 * row may be larger, Todoist's rows mean something by those before them, and what is no such file is not divided either.
 */
export async function piecesOf(file: Blob, kind: FileKind, most: number): Promise<Piece[] | undefined> {
  if (kind === 'todoist') return undefined
  const text = await file.text()
  const divided = kind === 'json' ? rowsOfJson(text) : rowsOfCsv(text)
  if (!divided) return undefined
  const { head, rows, between, tail } = divided
  const type = kind === 'json' ? 'application/json' : 'text/csv'
  let before = 0
  const pieces = groups(rows, most - bytesOf(head + tail), bytesOf(between)).map((group) => {
    const piece = { file: new Blob([head, group.join(between), tail], { type }), rows_before: before }
    before += group.length
    return piece
  })
  return pieces.every(({ file }) => file.size <= most) ? pieces : undefined
}

interface Divided {
  head: string
  rows: string[]
  between: string
  tail: string
}

const bytesOf = (text: string) => new Blob([text]).size

function rowsOfJson(text: string): Divided | undefined {
  try {
    const { todos, ...head } = JSON.parse(text) as { todos?: unknown }
    if (!Array.isArray(todos)) return undefined
    return { head: `${JSON.stringify(head).slice(0, -1)},"todos":[`, rows: todos.map((todo) => JSON.stringify(todo)), between: ',', tail: ']}' }
  } catch {
    return undefined
  }
}

/** A line ends where no quotation is open; a quotation mark in a cell is written twice, so it opens what it has closed. */
function rowsOfCsv(text: string): Divided | undefined {
  const lines: string[] = []
  let start = 0
  let open = false
  for (const { 0: sign, index } of text.matchAll(/["\n]/g)) {
    if (sign === '"') open = !open
    else if (!open) {
      lines.push(text.slice(start, index + 1))
      start = index + 1
    }
  }
  if (open) return undefined
  if (start < text.length) lines.push(text.slice(start))
  const [head = '', ...rows] = lines
  return { head, rows, between: '', tail: '' }
}

function groups(rows: string[], most: number, between: number): string[][] {
  const all: string[][] = []
  let room = 0
  for (const row of rows) {
    const bytes = bytesOf(row) + between
    if (bytes > room || all.length === 0) {
      all.push([])
      room = most
    }
    all[all.length - 1]?.push(row)
    room -= bytes
  }
  return all
}
