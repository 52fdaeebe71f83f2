import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { apps } from '#apps'
import { newId } from '#contract/ids.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { addNote, listNotes, removeNote } from '../contract.ts'

let t: TestSite
let asha: Visitor
let ravi: Visitor
beforeAll(async () => {
  t = await testSite(apps)
  asha = await t.person('asha')
  ravi = await t.person('ravi')
})
afterAll(() => t.end())

const note = (title: string) => ({ body: { id: newId(), title, text: 'one two three' } })

describe('adding a note', () => {
  test('201 stores it, records it, tells the owner and has it counted', async () => {
    const before = t.published.length
    const { status, data } = await asha.call(addNote, note(' Book the night train '))
    expect(status).toBe(201)
    expect(data).toMatchObject({ title: 'Book the night train', words: null })
    const entries = await t.site.store.db.selectFrom('audit_entries').select('action').where('object_id', '=', data.id).execute()
    expect(entries).toEqual([{ action: 'notes.note_added' }])
    expect(t.published.slice(before)).toEqual([{ event: 'notes.note_added', to: [expect.any(String)], data }])
    await t.worker.drain()
    expect((await asha.call(listNotes, {})).data.items[0]).toEqual({ ...data, words: 3 })
  })

  test('the same id twice is one note', async () => {
    const same = note('Once')
    expect((await asha.call(addNote, same)).status).toBe(201)
    expect((await asha.call(addNote, same)).status).toBe(201)
    const { items } = (await asha.call(listNotes, {})).data
    expect(items.filter(({ title }) => title === 'Once')).toHaveLength(1)
  })

  test('401 without a session, 400 for an empty title with the field named', async () => {
    const stranger = await t.visitor().withCsrf()
    expect((await stranger.call(addNote, note('x'))).status).toBe(401)
    const wrong = await asha.call(addNote, note('  '))
    expect(wrong.status).toBe(400)
    expect(wrong.body).toEqual({ title: ['Give the note a title.'] })
  })
})

test('a walk through the pages sees every note once, and can go back', async () => {
  const meera = await t.person('meera')
  for (let i = 0; i < 5; i++) await meera.call(addNote, note(`Note ${i}`))
  const seen: string[] = []
  let cursor: string | undefined
  let back: string | null = null
  do {
    const { data } = await meera.call(listNotes, { query: { limit: 2, ...(cursor && { cursor }) } })
    seen.push(...data.items.map(({ title }) => title))
    back = data.previous
    cursor = data.next ?? undefined
  } while (cursor)
  expect(seen).toEqual(['Note 4', 'Note 3', 'Note 2', 'Note 1', 'Note 0'])
  const { data } = await meera.call(listNotes, { query: { limit: 2, cursor: back ?? '' } })
  expect(data.items.map(({ title }) => title)).toEqual(['Note 2', 'Note 1'])
})

test('removing: 204, then 404; somebody else’s note does not exist', async () => {
  const { data } = await asha.call(addNote, note('Mine'))
  expect((await ravi.call(removeNote, { params: { id: data.id } })).status).toBe(404)
  expect((await asha.call(removeNote, { params: { id: data.id } })).status).toBe(204)
  expect((await asha.call(removeNote, { params: { id: data.id } })).status).toBe(404)
  expect((await asha.call(removeNote, { params: { id: 'no-id' } })).status).toBe(404)
})
