import { describe, expect, test } from 'bun:test'
import type { ApiError } from '#web/transport.ts'
import type { Act, Op } from '../web/queue/ops.ts'
import { type Keep, Queue, type Sent } from '../web/queue/queue.ts'
import { list, todo } from './some-todos.ts'

const offline: ApiError = { status: 0, message: '', fields: {} }

function shelf(): Keep & { held: Map<string, string> } {
  const held = new Map<string, string>()
  return {
    held,
    keys: (start) => [...held.keys()].filter((key) => key.startsWith(start)),
    get: (key) => held.get(key) ?? null,
    set: (key, value) => void (value === null ? held.delete(key) : held.set(key, value)),
  }
}

/** One tab at a time, as the browser's locks have it. */
function lock() {
  let last = Promise.resolve()
  return (work: () => Promise<void>) => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }
}

const change = (id: string, title: string, version = 1): Act => ({ kind: 'change_todo', id, version, change: { title }, before: { title: id }, title: id })
const until = async (holds: () => boolean) => {
  for (const end = Date.now() + 5000; !holds() && Date.now() < end; ) await Bun.sleep(2)
  expect(holds()).toBe(true)
}

/** A server that can be cut off; notes what it was told. */
function server() {
  const told: Act[] = []
  const state = { away: false, asked: 0, answer: undefined as ((act: Act) => Sent | undefined) | undefined }
  const send = async (act: Act): Promise<Sent> => {
    state.asked++
    // Cut off is what is said into a dead line, whenever its failure is heard.
    const { away } = state
    await Bun.sleep(3)
    if (away) return { later: offline }
    told.push(act)
    const version = 'version' in act ? act.version + 1 : 1
    return state.answer?.(act) ?? { done: act.kind === 'change_todo' || act.kind === 'add_todo' ? [todo(act.id, { version })] : [] }
  }
  return { told, state, send }
}

function tabs(count: number) {
  const [keep, there, alone] = [shelf(), server(), lock()]
  const all = Array.from({ length: count }, () => new Queue('me', { keep, send: there.send, alone }))
  return { keep, ...there, all, first: all[0] as Queue }
}

describe('the queue of what was done', () => {
  test('sends in order and keeps nothing afterwards', async () => {
    const { first, told, keep } = tabs(1)
    first.add({ kind: 'add_list', id: 'l', name: 'Kerala', color: '#0f766e' })
    first.add({ kind: 'add_todo', id: 't', fields: { list_id: 'l', title: 'Train' } }, { kind: 'remove_list', id: 'm', version: 1, name: 'Goa' })
    await until(() => first.all().length === 0)
    expect(told.map(({ kind }) => kind)).toEqual(['add_list', 'add_todo', 'remove_list'])
    expect(keep.held.size).toBe(0)
  })

  test('a later change of a list has seen the earlier one', async () => {
    const { first, state, told } = tabs(1)
    state.answer = (act) => ({ done: act.kind === 'change_list' ? [list('l', { version: act.version + 1 })] : [] })
    const rename = (name: string): Act => ({ kind: 'change_list', id: 'l', version: 4, change: { name }, before: { name: 'l' } })
    first.add(rename('one'), rename('two'), { kind: 'remove_list', id: 'l', version: 4, name: 'two' })
    await until(() => first.all().length === 0)
    expect(told.map((act) => 'version' in act && act.version)).toEqual([4, 5, 6])
  })

  test('waits without a network and over a reload; changes of one todo become one', async () => {
    const { first, state, told, keep, send } = tabs(1)
    state.away = true
    first.add(change('t', 'one'))
    first.add(change('t', 'two'), { ...change('t', ''), change: { priority: 'high' }, before: { priority: 'none' } } as Act)
    await Bun.sleep(5)
    first.close()
    expect(keep.held.size).toBe(1)
    const again = new Queue('me', { keep, send, alone: lock() })
    state.away = false
    again.flush()
    await until(() => again.all().length === 0)
    expect(told).toEqual([{ ...change('t', ''), change: { title: 'two', priority: 'high' }, before: { title: 't', priority: 'none' } } as Act])
  })

  test('what was changed while it was on its way is said afterwards, on top of the answer', async () => {
    const { first, told, state } = tabs(1)
    first.add(change('t', 'one'))
    await until(() => state.asked === 1)
    first.add(change('t', 'two'))
    await until(() => first.all().length === 0)
    expect(told.map((act) => 'change' in act && act.change)).toEqual([{ title: 'one' }, { title: 'two' }])
    expect(told.map((act) => 'version' in act && act.version)).toEqual([1, 2])
  })

  test('a todo that was changed while it was being added is added once', async () => {
    const { first, told, state } = tabs(1)
    first.add({ kind: 'add_todo', id: 't', fields: { list_id: 'l', title: 'one' } })
    await until(() => state.asked === 1)
    first.add(change('t', 'two', 0))
    await until(() => first.all().length === 0)
    expect(told.map(({ kind }) => kind)).toEqual(['add_todo', 'change_todo'])
  })

  test('later acts go by the version that the earlier ones made', async () => {
    const { first, state, told } = tabs(1)
    state.away = true
    first.add(change('t', 'one', 4))
    first.add({ ...change('t', '', 4), change: { after_id: null }, before: {} } as Act, { kind: 'remove_todo', id: 't', version: 4, title: 't' })
    state.away = false
    first.wake()
    await until(() => first.all().length === 0)
    expect(told.map((act) => 'version' in act && act.version)).toEqual([4, 5, 6])
  })

  test('two tabs say everything once, in the order in which it was done', async () => {
    const { all, told, state } = tabs(2)
    state.away = true
    const [one, two] = all as [Queue, Queue]
    one.add({ kind: 'add_list', id: 'a', name: 'a', color: '#000000' })
    await Bun.sleep(2)
    two.add({ kind: 'add_list', id: 'b', name: 'b', color: '#000000' })
    state.away = false
    for (const tab of all) tab.wake()
    await until(() => told.length >= 2)
    await Bun.sleep(20)
    for (const tab of all) tab.reread()
    expect(told.map((act) => 'id' in act && act.id)).toEqual(['a', 'b'])
    expect(all.flatMap((tab) => tab.all())).toEqual([])
  })

  test('what is in trouble holds up what goes by it, and nothing else, until its person has answered', async () => {
    const { first, told, state } = tabs(1)
    state.answer = (act) => (act.kind === 'change_todo' && act.change.title === 'bad' ? { trouble: { kind: 'refused', message: 'No.' } } : undefined)
    first.add(change('t', 'bad'), { kind: 'remove_todo', id: 't', version: 1, title: 't' }, change('u', 'good'))
    await until(() => told.length === 2)
    await Bun.sleep(5)
    const left = first.all() as [Op, Op]
    expect(left.map(({ act, trouble }) => [act.kind, trouble?.kind])).toEqual([
      ['change_todo', 'refused'],
      ['remove_todo', undefined],
    ])
    first.settle(left[0].id, undefined)
    await until(() => first.all().length === 0)
    expect(told.map(({ kind }) => kind)).toEqual(['change_todo', 'change_todo', 'remove_todo'])
  })
})
