import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import fc from 'fast-check'
import { apps } from '#apps'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { open_statuses, type Status, statuses } from '../contract/fields.ts'
import { getList, listLists, removeList, restoreList } from '../contract/lists.ts'
import { addTodo, bulkTodos, listTodos, removeTodo, restoreTodo, type Todo } from '../contract/todos.ts'
import { good, newList, patch, walk } from './people.ts'

setDefaultTimeout(180_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite(apps)
})
afterAll(() => t.end())

interface ModelTodo {
  id: string
  title: string
  status: Status
  version: number
  trashed: boolean
  /** It went to the trash with its list. */
  with_list: boolean
}
interface ModelList {
  id: string
  trashed: boolean
  /** In order, the trashed ones where they were. */
  todos: ModelTodo[]
}
interface Model {
  lists: ModelList[]
}
interface Real {
  who: Visitor
}
type Command = fc.AsyncCommand<Model, Real>

const open = (status: Status) => (open_statuses as readonly Status[]).includes(status)
const at = <T>(of: T[], n: number) => of[n % of.length] as T
const live = (list: ModelList) => list.todos.filter(({ trashed }) => !trashed)
const everyTodo = ({ lists }: Model) => lists.flatMap((list) => list.todos.map((todo) => ({ list, todo })))

/** A step that picks its todo by number, out of those that fit; it is skipped where there is none. */
function onTodo(
  name: string,
  n: number,
  fits: (list: ModelList, todo: ModelTodo) => boolean,
  run: (m: Model, list: ModelList, todo: ModelTodo, r: Real) => Promise<void>,
): Command {
  const those = (m: Model) => everyTodo(m).filter(({ list, todo }) => fits(list, todo))
  return {
    check: (m) => those(m).length > 0,
    run: (m, r) => {
      const { list, todo } = at(those(m), n)
      return run(m, list, todo, r)
    },
    toString: () => `${name}(${n})`,
  }
}

function onList(name: string, n: number, trashed: boolean, run: (m: Model, list: ModelList, r: Real) => Promise<void>): Command {
  const those = (m: Model) => m.lists.filter((list) => list.trashed === trashed)
  return { check: (m) => those(m).length > 0, run: (m, r) => run(m, at(those(m), n), r), toString: () => `${name}(${n})` }
}

const add = (n: number, status: Status) =>
  onList(`add ${status} to`, n, false, async (_, list, { who }) => {
    const { id } = good(await who.call(addTodo, { body: { list_id: list.id, title: `t${n}`, status } }), 201)
    list.todos.push({ id, title: `t${n}`, status, version: 1, trashed: false, with_list: false })
  })

const is_live = (list: ModelList, todo: ModelTodo) => !list.trashed && !todo.trashed

const retitle = (n: number, status: Status) =>
  onTodo(`become ${status}`, n, is_live, async (_, __, todo, { who }) => {
    const same = todo.status === status && todo.title === `t${n}`
    const changed = good(await patch(who, todo, { status, title: `t${n}` }))
    Object.assign(todo, { status, title: `t${n}`, version: same ? todo.version : todo.version + 1 })
    expect(changed.version).toBe(todo.version)
  })

const stale = (n: number) =>
  onTodo(
    'write stale',
    n,
    () => true,
    async (_, __, todo, { who }) => {
      expect((await patch(who, { id: todo.id, version: todo.version + 1 }, { title: 'lost' })).status).toBe(409)
    },
  )

const remove = (n: number) =>
  onTodo('remove', n, is_live, async (_, __, todo, { who }) => {
    expect((await who.call(removeTodo, { params: { id: todo.id }, query: { version: todo.version } })).status).toBe(204)
    Object.assign(todo, { trashed: true, with_list: false, version: todo.version + 1 })
  })

const restore = (n: number) =>
  onTodo(
    'restore',
    n,
    (_, todo) => todo.trashed,
    async (_, list, todo, { who }) => {
      const { status } = await who.call(restoreTodo, { params: { id: todo.id } })
      expect(status).toBe(list.trashed ? 409 : 200)
      if (!list.trashed) Object.assign(todo, { trashed: false, with_list: false, version: todo.version + 1 })
    },
  )

const move = (n: number, to: number) =>
  onTodo(`move to ${to}`, n, is_live, async (m, list, todo, { who }) => {
    const target = at(
      m.lists.filter(({ trashed }) => !trashed),
      to,
    )
    // Behind a neighbour, or at the end.
    const behind = at(live(target), to)
    const after = behind && behind !== todo && to % 2 === 0 ? behind : undefined
    const stays = target === list && !after
    good(await patch(who, todo, { list_id: target.id, ...(after && { after_id: after.id }) }))
    if (stays) return
    list.todos.splice(list.todos.indexOf(todo), 1)
    target.todos.splice(after ? target.todos.indexOf(after) + 1 : target.todos.length, 0, todo)
    todo.version = (await current(who, todo.id)).version
  })

async function current(who: Visitor, id: string): Promise<Todo> {
  return (await (await who.request(`/api/todos/${id}/`)).json()) as Todo
}

const bulk = (n: number, status: Status, with_stale: boolean) =>
  onList(`bulk ${status}${with_stale ? ' with a stale one' : ''}`, n, false, async (_, list, { who }) => {
    const todos = live(list)
    if (todos.length === 0) return
    const named = todos.map(({ id, version }, i) => ({ id, version: with_stale && i === 0 ? version + 1 : version }))
    const answer = await who.call(bulkTodos, { body: { action: 'status', status, todos: named } })
    expect(answer.status).toBe(with_stale ? 409 : 200)
    if (!with_stale) for (const todo of todos) if (todo.status !== status) Object.assign(todo, { status, version: todo.version + 1 })
  })

const trashList = (n: number) =>
  onList('trash list', n, false, async (_, list, { who }) => {
    const { version } = good(await who.call(getList, { params: { id: list.id } }))
    expect((await who.call(removeList, { params: { id: list.id }, query: { version } })).status).toBe(204)
    for (const todo of live(list)) Object.assign(todo, { trashed: true, with_list: true, version: todo.version + 1 })
    list.trashed = true
  })

const bringBack = (n: number) =>
  onList('restore list', n, true, async (_, list, { who }) => {
    good(await who.call(restoreList, { params: { id: list.id } }))
    for (const todo of list.todos) if (todo.trashed && todo.with_list) Object.assign(todo, { trashed: false, with_list: false, version: todo.version + 1 })
    list.trashed = false
  })

const look: Command = { check: () => true, run: compare, toString: () => 'look' }

async function compare({ lists }: Model, { who }: Real): Promise<void> {
  const shown = new Map(good(await who.call(listLists, { query: { limit: 100 } })).items.map((list) => [list.id, list]))
  expect([...shown.keys()].sort()).toEqual(
    lists
      .filter(({ trashed }) => !trashed)
      .map(({ id }) => id)
      .sort(),
  )
  for (const list of lists.filter(({ trashed }) => !trashed)) {
    const facts = ({ id, title, status, version }: ModelTodo | Todo) => ({ id, title, status, version })
    expect((await walk(who, { list_id: list.id }, 3)).map(facts)).toEqual(live(list).map(facts))
    const counted = { open_count: live(list).filter(({ status }) => open(status)).length, todo_count: live(list).length }
    expect(shown.get(list.id)).toMatchObject(counted)
    expect(good(await who.call(getList, { params: { id: list.id } }))).toMatchObject(counted)
  }
  const trashed = lists.flatMap(({ todos }) => todos.filter((todo) => todo.trashed).map(({ id }) => id))
  expect(
    good(await who.call(listTodos, { query: { trash: 'true', limit: 100 } }))
      .items.map(({ id }) => id)
      .sort(),
  ).toEqual(trashed.sort())
}

test('whatever history there is, lists, order, counts, versions and the trash are those of a simple model', async () => {
  const n = fc.nat(1000)
  const status = fc.constantFrom(...statuses)
  const commands = fc.commands(
    [
      fc.tuple(n, status).map(([a, b]) => add(a, b)),
      fc.tuple(n, status).map(([a, b]) => add(a, b)),
      fc.tuple(n, status).map(([a, b]) => retitle(a, b)),
      n.map(stale),
      n.map(remove),
      n.map(restore),
      fc.tuple(n, n).map(([a, b]) => move(a, b)),
      fc.tuple(n, status, fc.boolean()).map(([a, b, c]) => bulk(a, b, c)),
      n.map(trashList),
      n.map(bringBack),
      fc.constant(look),
    ],
    { maxCommands: 40 },
  )
  let person = 0
  const property = fc.asyncProperty(commands, async (steps) => {
    const who = await t.person(`person${person++}`)
    const real: Real = { who }
    const model: Model = { lists: [] }
    for (const name of ['a', 'b', 'c']) model.lists.push({ id: (await newList(who, name)).id, trashed: false, todos: [] })
    await fc.asyncModelRun(() => ({ model, real }), steps)
    await compare(model, real)
  })
  await fc.assert(property, { numRuns: 25 })
})
