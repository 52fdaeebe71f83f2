import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { apps } from '#apps'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { getList, type List } from '../contract/lists.ts'
import { getTodo } from '../contract/todos.ts'
import { nextOccurrence } from '../server/recurrence.ts'
import { good, newList, newTodo, patch, titles } from './people.ts'

describe('the next occurrence, by the wall clock', () => {
  /** The local times that follow, as `2026-03-30 09:00`. */
  function following(rule: string, start: string, zone: string, count: number): string[] {
    let due = Temporal.PlainDateTime.from(start).toZonedDateTime(zone).toInstant().toString({ smallestUnit: 'millisecond' })
    let recurrence = rule
    return Array.from({ length: count }, () => {
      const next = nextOccurrence(recurrence, due, zone, '1990-01-01T00:00:00.000Z')
      if (!next) return 'over'
      due = next.due_date
      recurrence = next.recurrence
      const local = Temporal.Instant.from(due).toZonedDateTimeISO(zone)
      return `${local.toPlainDate()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`
    })
  }

  test.each([
    ['nine stays nine when Berlin changes to summer time', 'FREQ=DAILY', '2026-03-28T09:00', 'Europe/Berlin', ['2026-03-29 09:00', '2026-03-30 09:00']],
    ['and back', 'FREQ=DAILY', '2026-10-24T09:00', 'Europe/Berlin', ['2026-10-25 09:00', '2026-10-26 09:00']],
    ['and in New York', 'FREQ=WEEKLY;BYDAY=SU', '2026-10-25T09:00', 'America/New_York', ['2026-11-01 09:00', '2026-11-08 09:00']],
    ['India has none', 'FREQ=WEEKLY;BYDAY=MO,TH', '2026-03-26T18:30', 'Asia/Kolkata', ['2026-03-30 18:30', '2026-04-02 18:30']],
    ['a time that does not exist is left out (RFC 5545)', 'FREQ=DAILY', '2026-03-28T02:30', 'Europe/Berlin', ['2026-03-30 02:30']],
    ['a time that exists twice comes once', 'FREQ=DAILY', '2026-10-24T02:30', 'Europe/Berlin', ['2026-10-25 02:30', '2026-10-26 02:30']],
    ['months without a 31st are left out', 'FREQ=MONTHLY', '2026-01-31T09:00', 'Asia/Kolkata', ['2026-03-31 09:00', '2026-05-31 09:00']],
    ['the last Friday', 'FREQ=MONTHLY;BYDAY=-1FR', '2026-03-27T18:00', 'Europe/Berlin', ['2026-04-24 18:00', '2026-05-29 18:00']],
    ['every other week', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR', '2026-11-23T09:00', 'Asia/Kolkata', ['2026-11-27 09:00', '2026-12-07 09:00']],
    ['leap days', 'FREQ=YEARLY', '2024-02-29T09:00', 'UTC', ['2028-02-29 09:00', '2032-02-29 09:00']],
    ['a count goes down and ends', 'FREQ=DAILY;COUNT=3', '2026-11-24T09:00', 'Asia/Kolkata', ['2026-11-25 09:00', '2026-11-26 09:00', 'over']],
    ['until a day, said as one: to its end where the todo is', 'FREQ=DAILY;UNTIL=20261125', '2026-11-24T00:30', 'Asia/Kolkata', ['2026-11-25 00:30', 'over']],
    ['until a day', 'FREQ=DAILY;UNTIL=20261125T235959Z', '2026-11-24T09:00', 'Asia/Kolkata', ['2026-11-25 09:00', 'over']],
  ])('%s', (_, rule, start, zone, expected) => {
    expect(following(rule, start, zone, expected.length)).toEqual(expected)
  })

  test('a day repeats until a day, with it, whether the end is said as a day or as an instant', () => {
    for (const until of ['20261125', '20261125T235959Z', '20261125T000000Z']) {
      const next = nextOccurrence(`FREQ=DAILY;UNTIL=${until}`, '2026-11-24', 'Asia/Kolkata', '1990-01-01T00:00:00.000Z')
      expect(next?.due_date).toBe('2026-11-25')
      expect(nextOccurrence(`FREQ=DAILY;UNTIL=${until}`, '2026-11-25', 'Asia/Kolkata', '1990-01-01T00:00:00.000Z')).toBeUndefined()
    }
  })

  test('a rule whose next day is further off than anybody looks has ended, and keeps nobody from doing the todo', () => {
    const rule = 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29'
    expect(nextOccurrence(rule, '2026-11-24T09:00:00.000Z', null, '2026-11-30T00:00:00.000Z')?.due_date).toBe('2028-02-29T09:00:00.000Z')
    expect(nextOccurrence(rule, '2026-11-24T09:00:00.000Z', null, '2199-01-01T00:00:00.000Z')).toBeUndefined()
  })
  test('days are days in every zone, and what is long past is not made up for', () => {
    const now = '2026-11-21T20:00:00.000Z'
    // In India it is the 22nd already.
    expect(nextOccurrence('FREQ=DAILY', '2026-11-01', 'Asia/Kolkata', now)?.due_date).toBe('2026-11-22')
    expect(nextOccurrence('FREQ=DAILY', '2026-11-01', 'America/New_York', now)?.due_date).toBe('2026-11-21')
    expect(nextOccurrence('FREQ=WEEKLY;BYDAY=MO', '2026-11-30', 'Asia/Kolkata', now)?.due_date).toBe('2026-12-07')
    expect(nextOccurrence('FREQ=DAILY', '1970-01-01', null, now)?.due_date).toBe('2026-11-21')
  })
})

let t: TestSite
let asha: Visitor
let list: List
beforeAll(async () => {
  t = await testSite(apps)
  asha = await t.person('asha')
  list = await newList(asha)
})
afterAll(() => t.end())

test.each([
  'FREQ=HOURLY',
  'FREQ=DAILY;FOO=1',
  'FREQ=DAILY;COUNT=0',
  'FREQ=DAILY;INTERVAL=0',
  'FREQ=DAILY;INTERVAL=999999',
  'FREQ=DAILY;FREQ=WEEKLY',
  'FREQ=WEEKLY;BYDAY=XX',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=DAILY;COUNT=3;UNTIL=20271231',
  'FREQ=DAILY;UNTIL=20270230',
  'FREQ=DAILY;UNTIL=20271231T090000',
  'FREQ=DAILY;UNTIL=some day',
  'FREQ=YEARLY;BYMONTH=13',
  'FREQ=YEARLY;BYMONTH=0',
  'FREQ=YEARLY;BYMONTH=-1',
  'FREQ=MONTHLY;BYMONTHDAY=32',
  'FREQ=MONTHLY;BYMONTHDAY=1,0',
  'FREQ=MONTHLY;BYMONTHDAY=-32',
  'FREQ=YEARLY;BYYEARDAY=367',
  'FREQ=YEARLY;BYWEEKNO=54',
  'FREQ=DAILY;COUNT=1,2',
  'FREQ=MONTHLY;BYDAY=6FR',
  'BYDAY=MO',
  'every monday',
])('a rule that cannot be is refused: %s', async (recurrence) => {
  const { status, body } = await asha
    .request('/api/todos/', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ list_id: list.id, title: 'x', due_date: '2026-11-24', recurrence }),
    })
    .then(async (response) => ({ status: response.status, body: await response.json() }))
  expect([status, Object.keys(body as object)]).toEqual([400, ['recurrence']])
  // In our words, not those of the library.
  expect(JSON.stringify(body)).not.toMatch(/iterations|DTSTART|all\(\)|\[object/)
})

describe('doing a todo that repeats', () => {
  const due = { due_date: '2090-11-24', recurrence: 'FREQ=DAILY;COUNT=3', time_zone: 'Asia/Kolkata' }

  test('makes the next one in the same step, right behind it; the last one makes none', async () => {
    const own = await newList(asha, 'Daily')
    const first = await newTodo(asha, own.id, { title: 'Water the tulsi', priority: 'high', ...due })
    await newTodo(asha, own.id, { title: 'After' })
    const done = good(await patch(asha, first, { status: 'done' }))
    const next = good(await asha.call(getTodo, { params: { id: done.next_id ?? '' } }))
    expect(next).toMatchObject({
      title: 'Water the tulsi',
      priority: 'high',
      status: 'todo',
      due_date: '2090-11-25',
      recurrence: 'FREQ=DAILY;COUNT=2',
      version: 1,
    })
    expect(await titles(asha, { list_id: own.id })).toEqual(['Water the tulsi', 'Water the tulsi', 'After'])
    const second = good(await patch(asha, next, { status: 'done' }))
    const third = good(await asha.call(getTodo, { params: { id: second.next_id ?? '' } }))
    expect(good(await patch(asha, third, { status: 'done' })).next_id).toBeNull()
    expect(good(await asha.call(getList, { params: { id: own.id } }))).toMatchObject({ open_count: 1, todo_count: 4 })
  })

  test('on two devices at once makes exactly one', async () => {
    const own = await newList(asha, 'Twice')
    const todo = await newTodo(asha, own.id, due)
    const statuses = (await Promise.all(Array.from({ length: 10 }, () => patch(asha, todo, { status: 'done' })))).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, ...new Array(9).fill(409)])
    expect(await titles(asha, { list_id: own.id })).toHaveLength(2)
  })

  test('by mistake: taken back, the untouched next one goes again; a touched one stays, and is not made twice', async () => {
    const own = await newList(asha, 'Undo')
    const done = good(await patch(asha, await newTodo(asha, own.id, due), { status: 'done' }))
    const back = good(await patch(asha, done, { status: 'todo' }))
    expect([back.next_id, (await titles(asha, { list_id: own.id })).length]).toEqual([null, 1])
    const again = good(await patch(asha, back, { status: 'done' }))
    const next = good(await asha.call(getTodo, { params: { id: again.next_id ?? '' } }))
    await patch(asha, next, { title: 'Touched' })
    const kept = good(await patch(asha, again, { status: 'todo' }))
    expect(kept.next_id).toBe(next.id)
    await patch(asha, kept, { status: 'done' })
    expect(await titles(asha, { list_id: own.id })).toHaveLength(2)
  })
})
