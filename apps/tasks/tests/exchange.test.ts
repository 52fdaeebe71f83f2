import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { apps } from '#apps'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { everyRow } from '#server/testing-rows.ts'
import { dropFeed, importTodos, makeFeed } from '../contract/exchange.ts'
import { most } from '../contract/fields.ts'
import { getList, removeList } from '../contract/lists.ts'
import { listTodos } from '../contract/todos.ts'
import { csvLine, plainCell, readCsv } from '../server/csv.ts'
import { good, newList, newTodo, patch, titles } from './people.ts'

let t: TestSite
let asha: Visitor
beforeAll(async () => {
  t = await testSite(apps)
  asha = await t.person('asha')
})
afterAll(() => t.end())

const todosIn = async (list_id: string, who = asha) => good(await who.call(listTodos, { query: { list_id, limit: 100 } })).items
const importing = async (list_id: string, format: 'todoist' | 'csv' | 'json', text: string, who = asha) =>
  good(await who.call(importTodos, { body: { list_id, format, text, time_zone: 'Asia/Kolkata' } }))

describe('the feed', () => {
  test('is read without a session by its secret address, and not after it was changed, dropped or the list removed', async () => {
    const list = await newList(asha, 'Kerala; in, January')
    const params = { id: list.id }
    await newTodo(asha, list.id, { title: 'Pay, then go', description: 'one\ntwo; three', due_date: '2026-11-24', priority: 'high' })
    const daily = { title: 'Daily', due_date: '2026-11-24T09:00', time_zone: 'Europe/Berlin', recurrence: 'FREQ=DAILY' }
    await newTodo(asha, list.id, daily)
    await patch(asha, await newTodo(asha, list.id, { title: 'ट्रेन '.repeat(40) }), { status: 'done' })
    const made = good(await asha.call(makeFeed, { params }), 201)
    expect(good(await asha.call(getList, { params })).has_feed).toBe(true)
    const path = new URL(made.url).pathname
    expect(path).toMatch(/^\/api\/feeds\/[\w-]{43}\.ics$/)
    expect(await everyRow(t.site)).not.toContain(path.slice(11, 54))
    const read = await t.visitor().request(path)
    expect([read.status, read.headers.get('content-type'), read.headers.get('cache-control')]).toEqual([200, 'text/calendar; charset=utf-8', 'no-store'])
    const text = await read.text()
    expectCalendar(text)
    const plain = text.replaceAll('\r\n ', '')
    for (const line of [
      'NAME:Kerala\\; in\\, January',
      'SUMMARY:Pay\\, then go',
      'DESCRIPTION:one\\ntwo\\; three',
      'DUE;VALUE=DATE:20261124',
      'PRIORITY:3',
      'STATUS:COMPLETED',
    ])
      expect(plain).toContain(`\r\n${line}\r\n`)
    expect(plain).toContain('DTSTART;TZID=Europe/Berlin:20261124T090000\r\nDURATION:PT30M\r\nRRULE:FREQ=DAILY')
    expect(plain).toMatch(/BEGIN:DAYLIGHT\r\nDTSTART:20\d\d03\d\dT020000\r\nTZOFFSETFROM:\+0100\r\nTZOFFSETTO:\+0200/)
    expect((await t.visitor().request(path, { headers: { 'if-none-match': read.headers.get('etag') ?? '' } })).status).toBe(304)
    const next = new URL(good(await asha.call(makeFeed, { params }), 201).url).pathname
    expect((await t.visitor().request(path)).status).toBe(404)
    expect((await t.visitor().request(next)).status).toBe(200)
    await asha.call(removeList, { params, query: { version: good(await asha.call(getList, { params })).version } })
    expect((await t.visitor().request(next)).status).toBe(404)
  })

  test('a rule ends as its start is written: a day at a day, a time at an instant (RFC 5545, 3.3.10)', async () => {
    const list = await newList(asha, 'Ends')
    for (const until of ['20271231', '20271231T235959Z']) {
      await newTodo(asha, list.id, { due_date: '2027-01-01', recurrence: `FREQ=DAILY;UNTIL=${until}` })
      await newTodo(asha, list.id, { due_date: '2027-01-01T09:00', time_zone: 'Asia/Kolkata', recurrence: `FREQ=WEEKLY;UNTIL=${until}` })
    }
    const { url } = good(await asha.call(makeFeed, { params: { id: list.id } }), 201)
    const text = await (await t.visitor().request(new URL(url).pathname)).text()
    expectCalendar(text)
    const starts = text.match(/DTSTART[^\r]+\r\n(DURATION[^\r]+\r\n)?RRULE[^\r]+/g) ?? []
    expect(starts).toHaveLength(8)
    for (const start of starts)
      expect(start).toMatch(/VALUE=DATE:20270101\r\nRRULE:FREQ=DAILY;UNTIL=20271231$|TZID=[\s\S]*RRULE:FREQ=WEEKLY;UNTIL=20271231T(182959|235959)Z$/)
  })

  test('dropped: 404; another person cannot make or drop it; made-up addresses are 404', async () => {
    const list = await newList(asha)
    const params = { id: list.id }
    const ravi = await t.person('ravi')
    expect((await ravi.call(makeFeed, { params })).status).toBe(404)
    const path = new URL(good(await asha.call(makeFeed, { params }), 201).url).pathname
    expect((await ravi.call(dropFeed, { params })).status).toBe(404)
    expect((await asha.call(dropFeed, { params })).status).toBe(204)
    for (const made_up of [path, `/api/feeds/${'A'.repeat(43)}.ics`, '/api/feeds/x.ics', path.replace('.ics', '')])
      expect((await t.visitor().request(made_up)).status).toBe(404)
  })
})

function expectCalendar(text: string) {
  expect(text.startsWith('BEGIN:VCALENDAR\r\n')).toBe(true)
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  const open: string[] = []
  for (const line of text.split('\r\n').slice(0, -1)) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(line.isWellFormed() && !line.includes('\n')).toBe(true)
    if (line.startsWith('BEGIN:')) open.push(line.slice(6))
    if (line.startsWith('END:')) expect(open.pop()).toBe(line.slice(4))
  }
  expect(open).toEqual([])
}

describe('export and import', () => {
  test.each(['json', 'csv'] as const)('%s comes back whole in another list, and a second time adds nothing', async (format) => {
    const list = await newList(asha, `Out ${format}`)
    await newTodo(asha, list.id, { title: '=HYPERLINK("http://evil")', description: "+1, 'quoted'\nsecond line", priority: 'low' })
    await newTodo(asha, list.id, { title: 'ट्रेन, "रात"', due_date: '2026-11-24T09:00', time_zone: 'Asia/Kolkata', recurrence: 'FREQ=WEEKLY;BYDAY=TU' })
    await newTodo(asha, list.id, { title: "'-1", status: 'cancelled' })
    const response = await asha.request(`/api/lists/${list.id}/export/?format=${format}`)
    expect([response.status, response.headers.get('content-disposition')]).toEqual([200, expect.stringContaining(`.${format}`)])
    const text = await response.text()
    if (format === 'csv') expect(text).not.toMatch(/(^|,|\n)"?[=+\-@]/)
    expect(await importing(list.id, format, text)).toMatchObject({ created: 0, existing: 3 })
    const other = await t.person(`other-${format}`)
    const into = await newList(other, 'In')
    expect(await importing(into.id, format, text, other)).toMatchObject({ created: 3, existing: 0, failed_count: 0 })
    expect(await importing(into.id, format, text, other)).toMatchObject({ created: 0, existing: 3 })
    const facts = ({ title, description, status, priority, due_date, time_zone, recurrence }: Awaited<ReturnType<typeof todosIn>>[number]) => ({
      ...{ title, description, status, priority, due_date, time_zone, recurrence },
    })
    expect((await todosIn(into.id, other)).map(facts)).toEqual((await todosIn(list.id)).map(facts))
    expect(good(await other.call(getList, { params: { id: into.id } }))).toMatchObject({ open_count: 2, todo_count: 3 })
  })

  const todoist = [
    'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE',
    'section,Before,,,,,,,,',
    'task,Book train,By Friday,1,1,,,24 Nov 2026 at 9:30am,en,Asia/Kolkata',
    'note,PNR 123,,,,,,,,',
    'task,Lower berth,,4,2,,,2026-11-23,en,',
    'task,Water plants,,2,1,,,every monday,en,',
    'task,Twice,,3,1,,,next full moon,en,',
    'task,Twice,,3,1,,,,en,',
    'task,,,4,1,,,,en,',
    '',
  ].join('\r\n')

  test('Todoist’s template: priorities, notes, sub-tasks, dates; words that we do not know are kept as words', async () => {
    const list = await newList(asha, 'From Todoist')
    const report = await importing(list.id, 'todoist', `\ufeff${todoist}`)
    expect(report).toMatchObject({
      created: 5,
      existing: 0,
      skipped: 2,
      failed_count: 1,
      failed: [{ row: 9, field: 'title', message: expect.stringContaining('title') }],
    })
    const [train, berth, plants, twice] = await todosIn(list.id)
    expect(train).toMatchObject({
      title: 'Book train',
      description: 'By Friday\nPNR 123',
      priority: 'urgent',
      due_date: '2026-11-24T04:00:00.000Z',
      time_zone: 'Asia/Kolkata',
    })
    expect(berth).toMatchObject({ title: 'Lower berth', description: '↳ Book train', priority: 'none', due_date: '2026-11-23' })
    expect(plants).toMatchObject({ priority: 'high', recurrence: 'FREQ=WEEKLY;BYDAY=MO' })
    expect(twice).toMatchObject({ priority: 'medium', due_date: null, description: 'Todoist: next full moon' })
    expect(await importing(list.id, 'todoist', todoist)).toMatchObject({ created: 0, existing: 5 })
    expect(await titles(asha, { list_id: list.id })).toHaveLength(5)
  })

  test('a file that is none is refused with its field; 3000 rows come in one call', async () => {
    const list = await newList(asha, 'Files')
    for (const [format, text] of [
      ['json', '{'],
      ['json', '{"format":"other","todos":[]}'],
      ['csv', 'a,b\n1,2'],
      ['csv', 'title\n"never ends'],
      ['todoist', 'title\nx'],
      ['csv', `title\n${'x\n'.repeat(10_001)}`],
    ] as const)
      expect((await asha.call(importTodos, { body: { list_id: list.id, format, text } })).status).toBe(400)
    const full = await asha.call(importTodos, { body: { list_id: list.id, format: 'csv', text: `title\n${'x\n'.repeat(10_001)}` } })
    expect(full.body).toEqual({ text: ['This file cannot be read: more than 10000 rows.'] })
    expect((await importing(list.id, 'csv', 'title,priority\nx,urgently\n')).failed).toEqual([
      { row: 1, field: 'priority', message: 'priority: Use one of: none, low, medium, high, urgent.' },
    ])
    const rows = Array.from({ length: 3000 }, (_, n) => `Row ${n}`).join('\n')
    expect(await importing(list.id, 'csv', `title\n${rows}`)).toMatchObject({ created: 3000 })
    expect(good(await asha.call(getList, { params: { id: list.id } })).todo_count).toBe(3000)
  }, 60_000)

  const sendingFile = (list_id: string, file: string | Uint8Array<ArrayBuffer>, type: string, query = '', who = asha) =>
    who.request(`/api/lists/${list_id}/import/${query}`, { method: 'POST', headers: { 'content-type': type }, body: file })

  test('the fullest list comes back whole from its json and from its csv, and a second time adds nothing', async () => {
    const list = await newList(asha, 'Full')
    const note = 'एक लंबी टिप्पणी, "उद्धरण" के साथ. '.repeat(4)
    const rows = Array.from({ length: most.todos_in_list }, (_, n) => csvLine([`Row ${n}`, `${note}${n}`]))
    const made = await sendingFile(list.id, `title,description\n${rows.join('')}`, 'text/csv')
    expect(await made.json()).toMatchObject({ created: most.todos_in_list, failed_count: 0 })
    for (const [format, type] of [
      ['json', 'application/json'],
      ['csv', 'text/csv'],
    ] as const) {
      const file = new Uint8Array(await (await asha.request(`/api/lists/${list.id}/export/?format=${format}`)).arrayBuffer())
      expect(file.length).toBeGreaterThan(3_000_000)
      const other = await t.person(`full-${format}`)
      const into = await newList(other, 'In')
      const whole = { created: most.todos_in_list, existing: 0, skipped: 0, failed_count: 0, failed: [] }
      expect(await (await sendingFile(into.id, file, type, '', other)).json()).toEqual(whole)
      expect(await (await sendingFile(into.id, file, type, '', other)).json()).toEqual({ ...whole, created: 0, existing: most.todos_in_list })
      expect(good(await other.call(getList, { params: { id: into.id } })).todo_count).toBe(most.todos_in_list)
      // One more has no room: said with its field, and nothing of it is there.
      const full = await sendingFile(into.id, 'title\nOne more\n', 'text/csv', '', other)
      expect([full.status, await full.json()]).toMatchObject([400, { list_id: [expect.stringContaining('10000')] }])
    }
  }, 240_000)

  test('a list that is larger than an import takes comes in parts that it takes; as one file it leaves as a stream', async () => {
    const writer = await t.person('writer')
    const list = await newList(writer, 'Novel')
    const chapter = 'एक'.repeat(5000)
    const chapters = (from: number) => Array.from({ length: 180 }, (_, n) => csvLine([`Chapter ${from + n}`, chapter])).join('')
    for (const from of [0, 180])
      expect(await (await sendingFile(list.id, `title,description\n${chapters(from)}`, 'text/csv', '', writer)).json()).toMatchObject({ created: 180 })
    const reader = await t.person('reader')
    const into = await newList(reader, 'In')
    for (const [format, type, expected] of [
      ['json', 'application/json', { created: 360, existing: 0 }],
      ['csv', 'text/csv', { created: 0, existing: 360 }],
    ] as const) {
      const whole = await writer.request(`/api/lists/${list.id}/export/?format=${format}`)
      const bytes = (await whole.arrayBuffer()).byteLength
      expect(bytes).toBeGreaterThan(10 * 1024 ** 2)
      const head = await writer.request(`/api/lists/${list.id}/export/?format=${format}`, { method: 'HEAD' })
      expect([head.headers.get('content-length'), await head.text()]).toEqual([String(bytes), ''])
      const sizes: number[] = []
      const sum = { created: 0, existing: 0 }
      for (let path: string | undefined = `/api/lists/${list.id}/export/?format=${format}&part=1`; path !== undefined; ) {
        const part = await writer.request(path)
        expect(part.headers.get('content-disposition')).toContain(`Novel_${sizes.length + 1}.${format}`)
        const file = new Uint8Array(await part.arrayBuffer())
        sizes.push(file.length)
        const report = (await (await sendingFile(into.id, file, type, '', reader)).json()) as typeof sum & { failed_count: number }
        expect(report.failed_count).toBe(0)
        sum.created += report.created
        sum.existing += report.existing
        path = /^<([^>]+)>; rel="next"$/.exec(part.headers.get('link') ?? '')?.[1]
      }
      expect(sum).toEqual(expected)
      expect(sizes).toHaveLength(2)
      expect(Math.max(...sizes)).toBeLessThanOrEqual(10 * 1024 ** 2)
      const missing = await writer.request(`/api/lists/${list.id}/export/?format=${format}&part=3`)
      expect([missing.status, await missing.json()]).toEqual([404, { detail: 'No such part.', code: 'not_found' }])
    }
    const small = await writer.request(`/api/lists/${(await newList(writer, 'Empty')).id}/export/?part=1`)
    expect([small.status, small.headers.get('link'), ((await small.json()) as { todos: unknown[] }).todos]).toEqual([200, null, []])
  }, 120_000)

  test('a file is known by how it begins, and refused where it is none, too large or for a list of somebody else', async () => {
    const list = await newList(asha, 'Whole files')
    const report = await sendingFile(list.id, `\ufeff${todoist}`, 'text/csv', '?time_zone=Asia/Kolkata')
    expect(await report.json()).toMatchObject({ created: 5, skipped: 2, failed_count: 1 })
    // The same text over the other endpoint is the same rows.
    expect(await importing(list.id, 'todoist', todoist)).toMatchObject({ created: 0, existing: 5 })
    const stranger = await t.person('stranger')
    expect((await sendingFile(list.id, 'title\nx\n', 'text/csv', '', stranger)).status).toBe(404)
    expect((await sendingFile(list.id, new Uint8Array(10 * 1024 * 1024 + 1), 'text/csv')).status).toBe(413)
    const latin = await sendingFile(list.id, new Uint8Array(Buffer.from('title\nCaf\xe9\n', 'latin1')), 'text/csv')
    expect([latin.status, await latin.json()]).toEqual([400, { text: ['This file cannot be read: it is not in UTF-8.'] }])
  })

  test('CSV is read as it was written', () => {
    const cells = ['plain', 'a,b', '"quoted"', 'two\r\nlines', '', '=1+1', "'", "'=x", '-', '@x', '\tx', 'ट्रेन']
    const [row] = readCsv(csvLine(cells), 1)
    expect(row?.map(plainCell)).toEqual(cells)
    expect(readCsv('a,\r\n,b\n\n"x""y",z', 9)).toEqual([
      ['a', ''],
      ['', 'b'],
      ['x"y', 'z'],
    ])
  })
})
