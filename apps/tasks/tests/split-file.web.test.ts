import { expect, test } from 'bun:test'
import { csvLine, readCsv } from '../server/csv.ts'
import { piecesOf } from '../web/files/split-file.ts'

const most = 2000
const titles = Array.from({ length: 300 }, (_, n) => `Row ${n} "quoted", काम\n${'x'.repeat(n % 50)}`)

test('a file of JSON is divided into files of JSON, none too large, with every todo once and in order', async () => {
  const file = new Blob([JSON.stringify({ format: 'banyan-todos', version: 1, list: { name: 'ट्रेन' }, todos: titles.map((title) => ({ title })) })])
  const pieces = (await piecesOf(file, 'json', most)) ?? []
  expect(pieces.length).toBeGreaterThan(5)
  const read: string[] = []
  for (const { file, rows_before } of pieces) {
    expect([file.type, file.size <= most, rows_before]).toEqual(['application/json;charset=utf-8', true, read.length])
    const { todos, ...head } = JSON.parse(await file.text()) as { todos: { title: string }[] }
    expect(head).toEqual({ format: 'banyan-todos', version: 1, list: { name: 'ट्रेन' } } as never)
    read.push(...todos.map(({ title }) => title))
  }
  expect(read).toEqual(titles)
})

test('a file of CSV is divided between its rows, never within a quotation, and each piece names the columns', async () => {
  const file = new Blob([csvLine(['title', 'description']), ...titles.map((title) => csvLine([title, 'two\r\nlines']))])
  const pieces = (await piecesOf(file, 'csv', most)) ?? []
  expect(pieces.length).toBeGreaterThan(5)
  const read: string[] = []
  for (const { file, rows_before } of pieces) {
    expect([file.size <= most, rows_before]).toEqual([true, read.length])
    const [head, ...rows] = readCsv(await file.text(), 1000)
    expect(head).toEqual(['title', 'description'])
    read.push(...rows.map(([title = '']) => title))
  }
  expect(read).toEqual(titles)
})

test('what cannot be divided is not: Todoist’s rows hang together, and what is broken stays whole', async () => {
  expect(await piecesOf(new Blob(['TYPE,CONTENT\n']), 'todoist', most)).toBeUndefined()
  for (const text of ['{', '{"todos":5}', 'null', '[]']) expect(await piecesOf(new Blob([text]), 'json', most)).toBeUndefined()
  for (const text of ['title\n"never ends', `title\nshort\n${'x'.repeat(most)}\n`]) expect(await piecesOf(new Blob([text]), 'csv', most)).toBeUndefined()
})
