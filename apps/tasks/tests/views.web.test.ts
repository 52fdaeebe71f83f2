import { describe, expect, test } from 'bun:test'
import { dueAt, dueDay, overdueAt } from '../web/data/clock.ts'
import { linesOf } from '../web/data/groups.ts'
import { itemsOf, withPage } from '../web/data/load.ts'
import { withoutList, withTodos } from '../web/data/state.ts'
import { viewOf } from '../web/data/views.ts'
import { en } from '../web/page-words/en.ts'
import { hi } from '../web/page-words/hi.ts'
import { afterStep } from '../web/use-reorder.ts'
import { tasksOf, todo } from './some-todos.ts'

const clock = { now: Date.parse('2026-11-24T20:00:00Z'), zone: 'Asia/Kolkata' }
const view = { ...viewOf('list:l', clock), sure: true }
const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id)
const nothing = () => false

describe('a view of what is here', () => {
  test('a page puts in what is new, and takes out what it should hold and does not', () => {
    const tasks = tasksOf([todo('1'), todo('2'), todo('5'), todo('7', { list_id: 'other' })])
    const page = { items: [todo('1', { version: 2, title: 'new' }), todo('3'), todo('4')], next: 'more' }
    const after = withPage(tasks, 'list:l', view, page, null, nothing)
    expect(ids(itemsOf(after, 'list:l', clock))).toEqual(['1', '3', '4'])
    expect(after.todos['1']?.title).toBe('new')
    // Behind the page it is not known yet, and elsewhere it was not asked.
    expect(Object.keys(after.todos).sort()).toEqual(['1', '3', '4', '5', '7'])
    const rest = withPage(after, 'list:l', view, { items: [todo('6')], next: null }, todo('4'), nothing)
    expect(ids(itemsOf(rest, 'list:l', clock))).toEqual(['1', '3', '4', '6'])
  })

  test('what was heard after the question is newer than the answer', () => {
    const tasks = tasksOf([todo('1', { version: 3, title: 'newest' }), todo('2')])
    const after = withPage(tasks, 'list:l', view, { items: [todo('1', { version: 2 })], next: null }, null, (id) => id === '2')
    expect(after.todos['1']?.title).toBe('newest')
    expect(ids(itemsOf(after, 'list:l', clock))).toEqual(['1', '2'])
  })

  test('versions only grow; a deleted todo and a deleted list leave', () => {
    const tasks = tasksOf([todo('1', { version: 2 }), todo('2')])
    expect(withTodos(tasks, [todo('1', { title: 'old' })])).toBe(tasks)
    expect(withTodos(tasks, [todo('2', { version: 2, deleted_at: '2026-11-02T00:00:00.000Z' })]).todos['2']).toBeUndefined()
    expect(withoutList(tasks, 'l')).toMatchObject({ lists: {}, todos: {} })
  })

  test('today and upcoming go by the day where one is; search by words and the beginning of the last', () => {
    const tasks = tasksOf([
      todo('late', { due_date: '2026-11-20', time_zone: 'Asia/Kolkata' }),
      todo('today', { due_date: '2026-11-25', time_zone: 'Asia/Kolkata' }),
      todo('far', { due_date: '2026-11-25', time_zone: 'America/New_York' }),
      todo('tomorrow', { due_date: '2026-11-25T19:00:00.000Z', time_zone: 'Asia/Kolkata' }),
      todo('done', { due_date: '2026-11-25', time_zone: 'Asia/Kolkata', status: 'done' }),
      todo('none', { title: 'Book the night train to कोच्चि' }),
    ])
    expect(ids(itemsOf(tasks, 'today', clock))).toEqual(['late', 'today', 'far'])
    expect(ids(itemsOf(tasks, 'upcoming', clock))).toEqual(['tomorrow'])
    expect(ids(itemsOf(tasks, 'overdue', clock))).toEqual(['late'])
    for (const q of ['train nig', 'TRAIN', 'कोच्']) expect(ids(itemsOf(tasks, `search:${q}`, clock))).toEqual(['none'])
    for (const q of ['rain', 'tra night x', '!']) expect(itemsOf(tasks, `search:${q}`, clock)).toEqual([])
  })

  test('a day lasts from midnight to midnight of its zone, over summer time too', () => {
    const day = { due_date: '2026-03-29', time_zone: 'Europe/Berlin' }
    expect(new Date(dueAt(day)).toISOString()).toBe('2026-03-28T23:00:00.000Z')
    expect(new Date(overdueAt(day)).toISOString()).toBe('2026-03-29T22:00:00.000Z')
    expect(dueDay({ due_date: '2026-11-24T20:00:00.000Z' }, 'Asia/Kolkata')).toBe('2026-11-25')
  })

  test('headings stand before the first todo of a day', () => {
    const todos = [
      todo('a', { due_date: '2026-11-20', time_zone: 'Asia/Kolkata' }),
      todo('b', { due_date: '2026-11-25', time_zone: 'Asia/Kolkata' }),
      todo('c', { due_date: '2026-11-24T19:00:00.000Z', time_zone: 'Asia/Kolkata' }),
    ]
    const shape = linesOf(todos, 'today', clock).map((line) => (line.kind === 'heading' ? line.day : line.id))
    expect(shape).toEqual(['overdue', 'a', 'today', 'b', 'c'])
  })
})

test('one step up or down names the neighbour behind which one goes', () => {
  const all = ['a', 'b', 'c']
  expect(afterStep(all, 'a', 1)).toBe('b')
  expect(afterStep(all, 'b', -1)).toBeNull()
  expect(afterStep(all, 'c', -1)).toBe('a')
  expect(afterStep(all, 'c', 1)).toBeUndefined()
  expect(afterStep(all, 'a', -1)).toBeUndefined()
})

test('Hindi has every sentence of English', () => {
  const keys = (value: object, path = ''): string[] =>
    Object.entries(value).flatMap(([key, inner]) => (typeof inner === 'string' ? [path + key] : keys(inner as object, `${path}${key}.`)))
  expect(keys(hi)).toEqual(keys(en))
})
