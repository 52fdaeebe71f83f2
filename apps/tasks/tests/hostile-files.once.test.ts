import { expect, test } from 'bun:test'
import { kindOf } from '../contract/file-kind.ts'
import { ownRows } from '../server/import-own.ts'
import { todoistRows } from '../server/import-todoist.ts'

/** As large as a file may be, of nothing but what is quick to write and slow to read. */
const all = 10 * 1024 * 1024
const filled = (head: string, piece: string, tail = '') => head + piece.repeat(Math.floor((all - head.length - tail.length) / piece.length)) + tail
const json = '{"format":"banyan-todos","todos":['

const files: Record<string, [read: (text: string) => unknown, text: string]> = {
  commas: [(text) => ownRows(text, 'csv'), filled('title', ',')],
  'commas below a head': [(text) => ownRows(text, 'csv'), filled('title\n', ',')],
  cells: [(text) => ownRows(text, 'csv'), filled('title\n', 'a,')],
  'a head of a million names': [(text) => ownRows(text, 'csv'), filled('title,', 'a,')],
  lines: [(text) => ownRows(text, 'csv'), filled('title\n', 'a\n')],
  'empty lines': [(text) => ownRows(text, 'csv'), filled('title\n', '\n')],
  'one cell': [(text) => ownRows(text, 'csv'), filled('title\n', 'a')],
  'one quoted cell': [(text) => ownRows(text, 'csv'), filled('title\n"', '""', '"')],
  'an open quotation': [(text) => ownRows(text, 'csv'), filled('title\n"', 'a')],
  'fifty columns': [(text) => ownRows(text, 'csv'), `title${',a'.repeat(49)}\n${`${'b,'.repeat(49)}b\n`.repeat(10_000)}`],
  'commas of Todoist': [(text) => todoistRows(text, 'UTC'), filled('TYPE,CONTENT\n', ',')],
  'empty todos': [(text) => ownRows(text, 'json'), filled(json, '{},', '{}]}')],
  numbers: [(text) => ownRows(text, 'json'), filled(json, '1,', '1]}')],
  'numbers beside': [(text) => ownRows(text, 'json'), filled('{"format":"banyan-todos","todos":[],"x":[', '1,', '1]}')],
  lists: [(text) => ownRows(text, 'json'), filled(json, '[],', '[]]}')],
  'a todo with many fields': [(text) => ownRows(text, 'json'), `${json}{${Array.from({ length: 700_000 }, (_, n) => `"${n}":1`).join(',')}}]}`],
  'no kind': [kindOf, filled('', 'a,')],
  blanks: [kindOf, filled('', ' ')],
}

/** Processor time of this thread, which other programs do not lengthen; the least of a few, since the first also compile. It is told in steps of some ms. */
function costOf(work: () => unknown, times = 1): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < 3; i++) {
    const before = process.threadCpuUsage()
    for (let n = 0; n < times; n++) work()
    const { user, system } = process.threadCpuUsage(before)
    least = Math.min(least, user + system)
  }
  return least / times
}

const judged = (read: (text: string) => unknown, text: string) => () => {
  try {
    read(text)
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError)
  }
}

const plain = filled('', 'a,')
/** What every reader has to do: to look once at each character of a file as large. */
function look() {
  let commas = 0
  for (let i = 0; i < plain.length; i++) if (plain.charCodeAt(i) === 44) commas++
  return commas
}

/** With what is taken from it; a reader that takes apart what it then refuses costs several times as many. */
const looks = { csv: 12, json: 5 }

for (const [name, [read, text]] of Object.entries(files))
  test(`a file of ${name} is judged at the cost of a few looks at it, whatever becomes of it`, () => {
    expect(costOf(judged(read, text)) / costOf(look, 8)).toBeLessThan(looks[text.startsWith('{') ? 'json' : 'csv'])
  })
