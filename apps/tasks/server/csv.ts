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

/** What a spreadsheet adds beside the columns that are asked for. */
const max_columns = 50
/** No field takes as much. */
const max_cell = 100_000
const [comma, quote, lf, cr] = [',', '"', '\n', '\r'].map((sign) => sign.charCodeAt(0))

/**
 * Rows of cells; lines with nothing in them are none. Throws a `SyntaxError` for a quotation that does not end, for more rows than may be beside
 * the first, which names the columns, and for more columns or a longer cell than anybody needs. Whatever a file of some size holds, it is read about as fast.
 */
export function readCsv(text: string, max_rows: number): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let i = text.charCodeAt(0) === 0xfeff ? 1 : 0
  while (i < text.length) {
    if (row.length === 0 && isLineEnd(text.charCodeAt(i))) {
      i++
      continue
    }
    const [value, end] = text.charCodeAt(i) === quote ? quoted(text, i) : plain(text, i)
    row.push(value)
    if (row.length > max_columns) throw new SyntaxError(`more than ${max_columns} columns`)
    i = end
    if (text.charCodeAt(i) === comma) {
      i++
      // A comma at the very end leaves one more, empty cell.
      if (i < text.length && !isLineEnd(text.charCodeAt(i))) continue
      row.push('')
    }
    if (row.length > 1 || row[0] !== '') rows.push(row)
    if (rows.length > max_rows + 1) throw new SyntaxError(`more than ${max_rows} rows`)
    row = []
  }
  return rows
}

const isLineEnd = (code: number) => code === lf || code === cr

function plain(text: string, start: number): [string, number] {
  let end = start
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (code === comma || isLineEnd(code)) break
  }
  return [text.slice(start, end), end]
}

function quoted(text: string, start: number): [string, number] {
  let end = start + 1
  for (; ; end++) {
    if (end >= text.length) throw new SyntaxError('a quotation does not end')
    if (end - start > max_cell) throw new SyntaxError(`a cell of more than ${max_cell} characters`)
    if (text.charCodeAt(end) !== quote) continue
    if (text.charCodeAt(end + 1) !== quote) break
    end++
  }
  const value = text.slice(start + 1, end).replaceAll('""', '"')
  // What follows the quotation in the same cell is kept, as spreadsheets do.
  const [rest, after] = plain(text, end + 1)
  return [value + rest, after]
}
