import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { apps } from '#apps'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { importTodos } from '../contract/exchange.ts'
import { segmentsOf, tidySearch } from '../server/tidy-search.ts'
import { fill } from './fill.ts'
import { idOf, newList, newTodo, titles } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
let asha: Visitor
beforeAll(async () => {
  t = await testSite(apps)
  asha = await t.person('asha')
})
afterAll(() => t.end())

test('the night puts the index of words together: a search finds the same in it as before', async () => {
  const list = await newList(asha)
  for (let n = 0; n < 12; n++) {
    await fill(t, await idOf(t, 'asha'), list.id, 40, { from: n * 40 })
    await newTodo(asha, list.id, { title: `Boat ${n}`, description: 'kingfisher' })
  }
  const before = await titles(asha, { q: 'boat kingfisher' })
  expect(before).toHaveLength(12)
  const steps = await tidySearch(t.site)
  expect(await titles(asha, { q: 'boat kingfisher' })).toEqual(before)
  if (t.site.store.db.dialect === 'postgres') expect(steps).toBe(0)
  else {
    expect(steps).toBeGreaterThan(0)
    expect(await segmentsOf(t.site.store.db)).toBe(1)
    expect(await tidySearch(t.site)).toBe(0)
  }
  await newTodo(asha, list.id, { title: 'Boat again', description: 'kingfisher' })
  expect((await titles(asha, { q: 'boat kingfisher' }))[0]).toBe('Boat again')
})

test('an import of many todos has the index put together soon after, several of them once', async () => {
  const list = await newList(asha, 'Imported')
  const due = async () =>
    (await t.site.store.db.selectFrom('jobs').select('run_at').where('name', '=', 'tasks.tidy_search').execute()).map(({ run_at }) => run_at)
  const importing = (name: string, count: number) =>
    asha.call(importTodos, {
      body: {
        list_id: list.id,
        format: 'todoist',
        text: ['TYPE,CONTENT', ...Array.from({ length: count }, (_, i) => `task,${name} ${i}`)].join('\n'),
      },
    })
  await importing('few', 999)
  expect(await due()).toEqual([])
  await importing('many', 1000)
  await importing('more', 1000)
  const turns = await due()
  // Both within a minute, or a minute has passed between them.
  expect(new Set(turns).size).toBe(turns.length)
  expect(turns.length).toBeGreaterThan(0)
  for (const turn of turns) expect(Date.parse(turn) % 60_000).toBe(0)
})
