import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { apps } from '#apps'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import type { List } from '../contract/lists.ts'
import { addTodo, listTodos, removeTodo, type Todo } from '../contract/todos.ts'
import { fill } from './fill.ts'
import { good, idOf, newList, newTodo, patch, titles, walk } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
let asha: Visitor
let list: List
beforeAll(async () => {
  t = await testSite(apps)
  asha = await t.person('asha')
  list = await newList(asha)
  const add = (title: string, fields: object) => newTodo(asha, list.id, { title, ...fields })
  await add('banana', { priority: 'low', due_date: '2026-11-24', time_zone: 'Asia/Kolkata' })
  await add('Apple', { priority: 'urgent', due_date: '2026-11-24T18:00:00Z' })
  await add('cherry', { status: 'done' })
  await add('Étoile', { status: 'in_progress', due_date: '2027-01-01', priority: 'high' })
  await add('drum', { status: 'cancelled', due_date: '2026-11-20T00:00:00Z' })
})
afterAll(() => t.end())

describe('orderings', () => {
  test.each([
    ['created_at', 'banana Apple cherry Étoile drum'],
    ['title', 'Apple banana cherry drum Étoile'],
    ['due_date', 'drum banana Apple Étoile cherry'],
    ['-priority', 'Étoile'],
    ['position', 'banana Apple cherry Étoile drum'],
  ])('%s', async (ordering, expected) => {
    const own = { ordering: ordering as 'title', list_id: list.id }
    const found = await titles(asha, own)
    if (ordering === '-priority') expect(found.slice(0, 3)).toEqual(['Apple', 'Étoile', 'banana'])
    else expect(found.join(' ')).toBe(expected)
    const back = await titles(asha, { ...own, ordering: (ordering.startsWith('-') ? ordering.slice(1) : `-${ordering}`) as 'title' })
    expect(back).toEqual([...found].reverse())
  })

  test('without one: newest first, in a list by position; positions of several lists have no order', async () => {
    expect((await titles(asha))[0]).toBe('drum')
    expect((await titles(asha, { list_id: list.id }))[0]).toBe('banana')
    expect((await asha.call(listTodos, { query: { ordering: 'position' } })).status).toBe(400)
  })
})

describe('filters', () => {
  test.each([
    ['status', { status: 'done' }, 'cherry'],
    ['several statuses', { status: 'done,cancelled' }, 'cherry drum'],
    ['priority', { priority: 'low,urgent' }, 'Apple banana'],
    ['completed', { completed: 'true' }, 'cherry drum'],
    ['not completed', { completed: 'false' }, 'Apple banana Étoile'],
    ['due after an instant', { due_after: '2026-11-24T12:00:00Z' }, 'Apple Étoile'],
    ['due before a day', { due_before: '2026-11-24' }, 'banana drum'],
    ['due on a day somewhere', { due_after: '2026-11-24', due_before: '2026-11-25', time_zone: 'Asia/Kolkata' }, 'Apple banana'],
    ['a due date sorted otherwise', { due_after: '2026-11-24T12:00:00Z', ordering: 'title' }, 'Apple Étoile'],
    ['status and priority that meet nowhere', { status: 'done', priority: 'urgent' }, ''],
    ['done and open at once', { status: 'done', completed: 'false' }, ''],
  ])('%s', async (_, query, expected) => {
    expect((await titles(asha, query as object)).sort((a, b) => a.localeCompare(b)).join(' ')).toBe(expected)
  })

  test('overdue: open, and its moment or the end of its day is past', async () => {
    const own = await newList(asha, 'Late')
    const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString()
    await newTodo(asha, own.id, { title: 'past', due_date: hours(-1) })
    await newTodo(asha, own.id, { title: 'soon', due_date: hours(1) })
    await newTodo(asha, own.id, { title: 'over', due_date: hours(-2), status: 'done' })
    await newTodo(asha, own.id, { title: 'today', due_date: hours(0).slice(0, 10) })
    expect(await titles(asha, { overdue: 'true', list_id: own.id })).toEqual(['past'])
    expect((await titles(asha, { overdue: 'false', list_id: own.id })).sort()).toEqual(['over', 'soon', 'today'])
  })

  test('a list of somebody else is a field error, a wrong value too', async () => {
    const ravi = await t.person('ravi')
    for (const query of [{ list_id: list.id }, { status: 'late' }, { limit: 101 }, { ordering: 'id' }, { due_before: 'soon' }, { cursor: 'x' }])
      expect((await ravi.call(listTodos, { query: query as object })).status).toBe(400)
  })
})

test('pages lead forth and back, and a cursor of another order is refused', async () => {
  const query = { ordering: 'title' as const, list_id: list.id, limit: 2 }
  const first = good(await asha.call(listTodos, { query }))
  expect([first.items.length, first.previous]).toEqual([2, null])
  const second = good(await asha.call(listTodos, { query: { ...query, cursor: first.next ?? '' } }))
  expect(second.items.map(({ title }) => title)).toEqual(['cherry', 'drum'])
  const back = good(await asha.call(listTodos, { query: { ...query, cursor: second.previous ?? '' } }))
  expect(back.items).toEqual(first.items)
  expect((await asha.call(listTodos, { query: { ...query, ordering: '-title', cursor: first.next ?? '' } })).status).toBe(400)
  const forged = Buffer.from(JSON.stringify(['due_date', 1, 'now()', list.id])).toString('base64url')
  expect((await asha.call(listTodos, { query: { ordering: 'due_date', cursor: forged } })).status).toBe(400)
})

test('every order walks every todo once, whatever its values', async () => {
  const wala = await t.person('walker')
  const own = await newList(wala)
  await fill(t, await idOf(t, 'walker'), own.id, 300)
  for (const ordering of ['created_at', '-updated_at', 'due_date', '-due_date', 'priority', '-title', 'position', '-position']) {
    const seen = await walk(wala, { ordering, list_id: own.id }, 37)
    expect(new Set(seen.map(({ id }) => id)).size).toBe(300)
    expect(seen.length).toBe(300)
    const all = await walk(wala, { ordering: ordering.includes('position') ? 'title' : ordering, status: 'todo,done', priority: 'high,none' }, 23)
    expect(all.every(({ status, priority }) => ['todo', 'done'].includes(status) && ['high', 'none'].includes(priority))).toBe(true)
    expect(all.length).toBe(seen.filter(({ status, priority }) => ['todo', 'done'].includes(status) && ['high', 'none'].includes(priority)).length)
  }
})

test('few among many: pages come in bounded steps, and nothing is left out', async () => {
  const rare = await t.person('rare')
  const own = await newList(rare)
  await fill(t, await idOf(t, 'rare'), own.id, 9000, { rare_every: 1500, status: 'todo' })
  const seen = await walk(rare, { priority: 'urgent', ordering: 'created_at' }, 4)
  expect(seen.map(({ title }) => title)).toEqual(Array.from({ length: 6 }, (_, i) => `Todo ${i * 1500}`))
  const searched = await walk(rare, { priority: 'urgent', q: 'todo' }, 4)
  expect(searched.map(({ id }) => id)).toEqual(seen.map(({ id }) => id).reverse())
})

test('a walk of 10,000 todos while others are added, removed and changed misses none and shows none twice', async () => {
  const meera = await t.person('meera')
  const own = await newList(meera, 'Many')
  const other = await newList(meera, 'Beside')
  await fill(t, await idOf(t, 'meera'), own.id, 10_000, { status: 'todo' })
  const extra: Todo[] = []
  let n = 0
  const disturb = async () => {
    extra.push(good(await meera.call(addTodo, { body: { list_id: other.id, title: `new ${n++}` } }), 201))
    const gone = n % 3 === 0 ? extra.shift() : undefined
    if (gone) await meera.call(removeTodo, { params: { id: gone.id }, query: { version: gone.version } })
    const changed = extra[0]
    if (changed) extra[0] = good(await patch(meera, changed, { title: `changed ${n}` }))
  }
  const seen = await walk(meera, { ordering: '-created_at' }, 100, disturb)
  const ids = seen.filter(({ list_id }) => list_id === own.id).map(({ id }) => id)
  expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length)
  expect(new Set(ids).size).toBe(10_000)
})

describe('search', () => {
  test('finds whole words in any script, the last one also by its beginning; all of them must be there', async () => {
    const own = await newList(asha, 'Words')
    const add = (title: string, description = '') => newTodo(asha, own.id, { title, description })
    await add('रात की ट्रेन', 'केरल तक')
    await add('கேரளா பயணம்')
    await add('Night train to Kochi', 'Sleeper berth, “lower”')
    await add('Train tickets')
    const found = (q: string) => titles(asha, { q, list_id: own.id })
    expect(await found('ट्रेन')).toEqual(['रात की ट्रेन'])
    expect(await found('केर')).toEqual(['रात की ट्रेन'])
    expect(await found('கேரளா')).toEqual(['கேரளா பயணம்'])
    expect(await found('TRAIN')).toEqual(['Train tickets', 'Night train to Kochi'])
    expect(await found('train lower')).toEqual(['Night train to Kochi'])
    expect(await found('trai kochi')).toEqual([])
    expect(await found('"; drop table todos; --')).toEqual([])
    expect(await found('* OR "')).toEqual([])
    expect(await titles(asha, { q: '!!!', list_id: own.id })).toEqual([])
  })

  test('a changed title is found by its new words only; the trash is searched by itself', async () => {
    const own = await newList(asha, 'Changed')
    const todo = await newTodo(asha, own.id, { title: 'Wayanad' })
    const changed = good(await patch(asha, todo, { title: 'Munnar' }))
    expect(await titles(asha, { q: 'wayanad' })).toEqual([])
    expect(await titles(asha, { q: 'munnar' })).toEqual(['Munnar'])
    await asha.call(removeTodo, { params: { id: todo.id }, query: { version: changed.version } })
    expect(await titles(asha, { q: 'munnar' })).toEqual([])
    expect(await titles(asha, { q: 'munnar', trash: 'true' })).toEqual(['Munnar'])
  })

  test('comes newest first, and in pages', async () => {
    const own = await newList(asha, 'Paged')
    for (let i = 0; i < 7; i++) await newTodo(asha, own.id, { title: `backwater ${i}` })
    expect((await walk(asha, { q: 'backwater' }, 3)).map(({ title }) => title.slice(-1)).join('')).toBe('6543210')
    expect((await asha.call(listTodos, { query: { q: 'backwater', ordering: 'title' } })).status).toBe(400)
  })

  test('a rare word beside common ones: the same todos, pages and order as by the common ones', async () => {
    const kiran = await t.person('kiran')
    const own = await newList(kiran, 'Rare')
    const urgent = (n: number) => n % 4 === 0
    const holds = (n: number) => n % 5 === 0 && n % 3 === 0
    for (let n = 0; n < 150; n++) {
      const todo = {
        title: `Boat ${n}${n % 5 === 0 ? ' Kingfisher' : ''}`,
        description: n % 3 === 0 ? 'teahouse' : 'museum',
        priority: urgent(n) ? 'urgent' : 'low',
      } as const
      await newTodo(kiran, own.id, todo)
    }
    const wanted = (fits: (n: number) => boolean) => Array.from({ length: 150 }, (_, i) => 149 - i).filter(fits)
    const numbers = (all: Todo[]) => all.map(({ title }) => Number(title.split(' ')[1]))
    expect(numbers(await walk(kiran, { q: 'kingfisher boat tea' }, 3))).toEqual(wanted(holds))
    expect(numbers(await walk(kiran, { q: 'boat kingfisher teahouse', priority: 'urgent' }, 2))).toEqual(wanted((n) => holds(n) && urgent(n)))
    expect(numbers(await walk(kiran, { q: 'boat mus' }, 50))).toEqual(wanted((n) => n % 3 !== 0))
    expect(await titles(kiran, { q: 'kingfisher nothing' })).toEqual([])
    const query = { q: 'kingfisher boat tea', limit: 4 }
    const first = good(await kiran.call(listTodos, { query }))
    const second = good(await kiran.call(listTodos, { query: { ...query, cursor: first.next ?? '' } }))
    const back = good(await kiran.call(listTodos, { query: { ...query, cursor: second.previous ?? '' } }))
    expect(back.items).toEqual(first.items)
    const [gone] = first.items
    if (gone) await kiran.call(removeTodo, { params: { id: gone.id }, query: { version: gone.version } })
    expect(numbers(await walk(kiran, query, 3))).toEqual(wanted(holds).slice(1))
    expect(await titles(kiran, { ...query, trash: 'true' })).toEqual([gone?.title ?? ''])
  })
})
