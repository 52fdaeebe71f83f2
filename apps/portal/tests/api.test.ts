import { afterAll, beforeAll, expect, test } from 'bun:test'
import { apps } from '#apps'
import { type TestSite, testSite } from '#server/testing.ts'
import { getState, listStates, State, StateSummary } from '../contract/states.ts'
import { words } from '../server/facts/words/index.ts'

let t: TestSite
beforeAll(async () => {
  t = await testSite(apps)
})
afterAll(() => t.end())

const list = async (query: Parameters<typeof ask>[0] = {}) => (await ask(query)).data.map(({ slug }) => slug)
const ask = (query: NonNullable<Parameters<TestSite['visitor']>[0]> | Record<string, string>) => t.visitor().call(listStates, { query: query as never })

test('the list: 28 states and 8 union territories by name, in the portal’s envelope', async () => {
  const { status, body, data } = await ask({})
  expect(status).toBe(200)
  expect(Object.keys(body as object)).toEqual(['ok', 'data'])
  expect(data).toHaveLength(36)
  for (const state of data) expect(StateSummary.strict().safeParse(state).success).toBe(true)
  expect(data.map(({ name }) => name)).toEqual(data.map(({ name }) => name).sort((a, b) => a.localeCompare(b, 'en')))
})

test('an address of a page that is cut short leads to the list it belongs to', async () => {
  for (const [path, to] of [
    ['/states', '/'],
    ['/states/', '/'],
    ['/hi/states', '/hi'],
    ['/posts?page=2', '/blog?page=2'],
    ['/hi/posts/', '/hi/blog'],
  ] as const) {
    const { status, headers } = await t.visitor().request(path)
    expect([path, status, headers.get('location')]).toEqual([path, 301, to])
  }
})

test('filters by kind (in any spelling of the blank), zone and text', async () => {
  expect(await list({ kind: 'state' })).toHaveLength(28)
  for (const kind of ['union territory', 'union_territory', 'union-territory']) expect(await list({ kind })).toHaveLength(8)
  expect(await list({ zone: 'Islands' })).toEqual(['andaman-and-nicobar-islands', 'lakshadweep'])
  for (const q of ['kerala', 'KERALA', 'केरल', 'thiruvananthapuram', ' Kerala ', 'Ｋｅｒａｌａ']) expect(await list({ q })).toEqual(['kerala'])
  expect(await list({ q: 'no such place' })).toEqual([])
  expect(await list({ q: '%' })).toEqual([])
  expect(await list({ kind: 'state', zone: 'Islands' })).toEqual([])
})

test('sorts by name and by each figure, both ways', async () => {
  for (const [sort, fact] of Object.entries({
    population: 'population_2011',
    density: 'density_2011',
    literacy: 'literacy_2011_percent',
    sex_ratio: 'sex_ratio_2011',
    area: 'area_km2',
  } as const)) {
    const values = (await ask({ sort })).data.map((state) => state[fact])
    expect(values).toEqual([...values].sort((a, b) => a - b))
    expect((await ask({ sort: `-${sort}` })).data.map((state) => state[fact])).toEqual([...values].sort((a, b) => b - a))
  }
  expect((await list({ sort: '-name' })).reverse()).toEqual(await list({ sort: 'name' }))
})

test('what it cannot filter or sort by is refused', async () => {
  for (const query of [{ kind: 'country' }, { zone: 'north' }, { sort: 'gdp' }, { sort: '--name' }, { q: 'x'.repeat(101) }]) {
    const { status, body } = await ask(query as never)
    expect(`${JSON.stringify(query)} ${status}`).toBe(`${JSON.stringify(query)} 400`)
    expect(Object.keys(body as object)).toEqual(['error'])
  }
})

test('one state: every declared fact and nothing else, in any case of its name', async () => {
  for (const slug of await list()) {
    const { status, data } = await t.visitor().call(getState, { params: { slug } })
    expect(`${slug} ${status}`).toBe(`${slug} 200`)
    expect(State.strict().safeParse(data).error?.issues ?? []).toEqual([])
  }
  expect((await t.visitor().call(getState, { params: { slug: 'KERALA' } })).data.name).toBe('Kerala')
})

test('borders are mutual: whoever has a neighbour is one', async () => {
  const states = await Promise.all((await list()).map(async (slug) => (await t.visitor().call(getState, { params: { slug } })).data))
  const borders = new Set(states.flatMap((state) => state.neighbours.map((other) => `${state.slug} ${other.slug}`)))
  for (const border of borders) expect(borders).toContain(border.split(' ').reverse().join(' '))
})

test('each has prose of 150 to 300 words, in both languages', () => {
  const lengths = Object.values(words).flatMap(({ slug, prose }) =>
    Object.entries(prose).map(([language, parts]) => ({ slug, language, words: parts.join(' ').split(/\s+/).length })),
  )
  expect(lengths).toHaveLength(72)
  expect(lengths.filter(({ words }) => words < 150 || words > 300)).toEqual([])
})

test('a state that there is not is 404', async () => {
  for (const slug of ['atlantis', '__proto__', 'constructor', 'kerala.json', 'ker%20ala']) {
    const response = await t.visitor().request(`/api/states/${slug}`)
    expect(`${slug} ${response.status}`).toBe(`${slug} 404`)
    expect(await response.json()).toEqual({ error: 'No such state.' })
  }
})

test('the same as files', async () => {
  const file = async (path: string) => (await t.visitor().request(path)).json()
  expect(await file('/data/states.json')).toEqual((await ask({})).data)
  for (const slug of await list()) expect(await file(`/data/${slug}.json`)).toEqual((await t.visitor().call(getState, { params: { slug } })).data)
  expect((await t.visitor().request('/data/atlantis.json')).status).toBe(404)
})

test('addresses of the old site have moved for good', async () => {
  const moved = { '/index.html': '/', '/states/kerala.html': '/states/kerala', '/states/tamil-nadu.html?lang=hi': '/states/tamil-nadu?lang=hi' }
  for (const [from, to] of Object.entries(moved)) {
    const response = await t.visitor().request(from)
    expect(`${from} ${response.status} ${response.headers.get('location')}`).toBe(`${from} 301 ${to}`)
  }
  for (const path of ['/states/..%2f.html', '/states/a/b.html', '/states/KERALA.html', '//evil.example/index.html'])
    expect((await t.visitor().request(path)).headers.has('location')).toBe(false)
})
