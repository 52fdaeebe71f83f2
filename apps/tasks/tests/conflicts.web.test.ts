import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Act, Op } from '../web/queue/ops.ts'
import { placeBetween, shownOf } from '../web/queue/overlay.ts'
import { clashes, rebased } from '../web/queue/rebase.ts'
import { listClashes, rebasedList } from '../web/queue/rebase-list.ts'
import { conflictsOf, resolved } from '../web/queue/resolve.ts'
import { list, tasksOf, todo } from './some-todos.ts'

type Change = Extract<Act, { kind: 'change_todo' }>
const mine = (change: Change['change'], before: Change['before']): Change => ({ kind: 'change_todo', id: 't', version: 1, change, before, title: 't' })
const op = (act: Act, id = 'o1'): Op => ({ id, at: '2026-11-02T00:00:00.000Z', act })

describe('two changes of one todo', () => {
  test('different fields: both stand, and only mine is said again', () => {
    const current = todo('t', { version: 3, priority: 'high' })
    const act = mine({ title: 'mine' }, { title: 't' })
    expect(clashes(act, current)).toEqual([])
    expect(rebased(act, current)).toEqual({ ...act, before: { title: 't' }, version: 3 })
  })

  test('the same field: the person decides, and either version or both can be kept', () => {
    const current = todo('t', { version: 3, title: 'theirs', status: 'done' })
    const act = mine({ title: 'mine', status: 'in_progress', description: 'more' }, { title: 't', status: 'todo', description: '' })
    expect(clashes(act, current)).toEqual(['title', 'status'])
    expect(conflictsOf(act, current)).toEqual(['title', 'description', 'status'])
    expect(resolved(act, current, { title: 'theirs', status: 'theirs' })).toMatchObject({ change: { description: 'more' }, version: 3 })
    expect(resolved(act, current, { title: 'both', status: 'theirs' })?.change).toEqual({ title: 'mine / theirs', description: 'more' })
    expect(resolved(act, current, { title: 'theirs', status: 'theirs', description: 'theirs' })).toBeUndefined()
  })

  test('an answer that was lost: the server has it already, so nothing is left to say', () => {
    expect(rebased(mine({ title: 'mine' }, { title: 't' }), todo('t', { version: 2, title: 'mine' }))).toBeUndefined()
  })
})

describe('two changes of one list', () => {
  const renamed = { kind: 'change_list', id: 'l', version: 1, change: { name: 'mine' }, before: { name: 'l' } } as const
  test('a name here and a colour there: both stand', () => {
    const current = list('l', { name: 'l', color: '#c93030', version: 2 })
    expect(listClashes(renamed, current)).toEqual([])
    expect(rebasedList(renamed, current)).toEqual({ ...renamed, version: 2 })
  })
  test('two names: the person decides, and a move goes on in any case', () => {
    const current = list('l', { name: 'theirs', version: 2 })
    const moved = { ...renamed, change: { name: 'mine', after_id: null } }
    expect(listClashes(moved, current)).toEqual(['name'])
    expect(rebasedList(moved, current)).toEqual({ ...moved, before: { name: 'theirs' }, version: 2 })
    expect(rebasedList(moved, current, ['name'])).toEqual({ ...moved, change: { after_id: null }, before: {}, version: 2 })
    expect(rebasedList(renamed, current, ['name'])).toBeUndefined()
  })
})

describe('what pages show', () => {
  test('what waits lies on top of what the server has, and the counts with it', () => {
    const tasks = tasksOf([todo('a'), todo('b')], [list('l', { open_count: 2, todo_count: 2 }), list('m', { position: 'a1' })])
    const { tasks: shown, lists } = shownOf(tasks, [
      op({ kind: 'change_todo', id: 'a', version: 1, change: { status: 'done' }, before: { status: 'todo' }, title: 'a' }, 'o1'),
      op({ kind: 'add_todo', id: 'c', fields: { list_id: 'm', title: 'c' } }, 'o2'),
      op({ kind: 'bulk', action: 'move', list_id: 'm', todos: [{ id: 'b', version: 1 }] }, 'o3'),
    ])
    expect(shown.todos['a']).toMatchObject({ status: 'done', completed_at: '2026-11-02T00:00:00.000Z' })
    expect(lists.map(({ id, open_count, todo_count }) => [id, open_count, todo_count])).toEqual([
      ['l', 0, 1],
      ['m', 2, 2],
    ])
    expect(tasks.todos['a']?.status).toBe('todo')
  })

  test('a deletion that the server did not take shows the todo again', () => {
    const gone = op({ kind: 'remove_todo', id: 'a', version: 1, title: 'a' })
    expect(shownOf(tasksOf([todo('a')]), [gone]).tasks.todos['a']).toBeUndefined()
    const current = todo('a', { version: 2 })
    expect(shownOf(tasksOf([current]), [{ ...gone, trouble: { kind: 'conflict', current } }]).tasks.todos['a']).toEqual(current)
  })

  test('a place for the eye lies between its neighbours, however often one puts between', () => {
    const digit = fc.constantFrom(...'0123456789ABCXYZabcxyz')
    const place = fc.tuple(fc.array(digit, { minLength: 1, maxLength: 6 }), fc.constantFrom(...'1BVz')).map(([start, end]) => start.join('') + end)
    fc.assert(
      fc.property(place, place, fc.array(fc.boolean(), { maxLength: 8 }), (a, b, turns) => {
        fc.pre(a !== b)
        let [low, high] = a < b ? [a, b] : [b, a]
        for (const up of turns) {
          const between = placeBetween(low, high)
          expect(low < between && between < high).toBe(true)
          if (up) low = between
          else high = between
        }
      }),
    )
    expect(placeBetween(undefined, 'a0') < 'a0').toBe(true)
    expect(placeBetween('a0', undefined) > 'a0').toBe(true)
  })
})
