/** What a spreadsheet would take for a formula. */
const formula = /^[=+\-@\t\r]/

/** A line of CSV (RFC 4180). A cell that could be run as a formula is shown with an apostrophe before it, as one that begins with one is. */
export function csvLine(cells: (string | number | null)[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  const safe = formula.test(text) || text.startsWith("'") ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The value of a cell that `csvLine` wrote. */
export const plainCell = (text: string) => (/^'[=+\-@\t\r']/.test(text) ? text.slice(1) : text)

/** Rows of cells. Throws a `SyntaxError` for a quotation that does not end, or more rows than may be beside the first, which names the columns. */
export function readCsv(text: string, max_rows: number): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let i = text.charCodeAt(0) === 0xfeff ? 1 : 0
  while (i < text.length) {
    const [value, end] = text[i] === '"' ? quoted(text, i) : plain(text, i)
    row.push(value)
    i = end
    if (text[i] === ',') {
      i++
      // A comma at the very end leaves one more, empty cell.
      if (i < text.length) continue
      row.push('')
    }
    if (text[i] === '\r' && text[i + 1] === '\n') i++
    i++
    if (row.length > 1 || row[0] !== '') rows.push(row)
    if (rows.length > max_rows + 1) throw new SyntaxError(`more than ${max_rows} rows`)
    row = []
  }
  return rows
}

function plain(text: string, start: number): [string, number] {
  let end = start
  while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end++
  return [text.slice(start, end), end]
}

function quoted(text: string, start: number): [string, number] {
  let value = ''
  let from = start + 1
  for (;;) {
    const end = text.indexOf('"', from)
    if (end < 0) throw new SyntaxError('a quotation does not end')
    value += text.slice(from, end)
    if (text[end + 1] !== '"') {
      // What follows the quotation in the same cell is kept, as spreadsheets do.
      const [rest, after] = plain(text, end + 1)
      return [value + rest, after]
    }
    value += '"'
    from = end + 2
  }
}
