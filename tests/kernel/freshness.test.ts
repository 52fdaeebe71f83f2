import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test'
import { z } from 'zod'
import { portalDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { notFound } from '#contract/problem.ts'
import { defineApp } from '#server/app.ts'
import { Freshness, touch } from '#server/http/freshness.ts'
import { anyone } from '#server/http/guard.ts'
import { Routes } from '#server/http/routes.ts'
import { memoryBus } from '#server/realtime/bus.ts'
import { type TestSite, testSite } from '#server/testing.ts'

const kind = { door: portalDoor, method: 'GET', returns: z.string() } as const
const one = endpoint({ ...kind, name: 'fresh.one', path: '/api/fresh/:id', summary: 'One thing' })
const all = endpoint({ ...kind, name: 'fresh.all', path: '/api/fresh', summary: 'All things' })

let value = 'first'
let asked = 0
const say = (...tags: string[]) => {
  asked++
  return { tags, text: value }
}
const app = defineApp({
  name: 'fresh',
  routes: new Routes()
    .on(one, anyone, ({ reply, params }) => {
      const { tags, text } = say(`thing:${params.id}`)
      if (params.id === 'missing') throw notFound('thing')
      reply.keepUntil(...tags)
      return text
    })
    .on(all, anyone, ({ reply }) => {
      const { tags, text } = say('things')
      reply.keepUntil(...tags)
      return text
    }),
})

let rendered = 0
let t: TestSite
beforeAll(async () => {
  t = await testSite([app], {
    web: {
      directory: '/nowhere',
      template: '<html><!--app--></html>',
      read: () => '',
      render: async ({ address, fetch, origin }) => {
        rendered++
        const calls = new URLSearchParams(address.split('?')[1]).getAll('call')
        const texts = await Promise.all(calls.map(async (call) => (await fetch(new Request(`${origin}/api/fresh${call}`))).text()))
        return { status: 200, head: '', body: texts.join(' '), state: '{}' }
      },
    },
  })
})
afterAll(() => t.end())
beforeEach(async () => {
  value = 'first'
  await change('things', 'thing:a', 'thing:b', 'thing:missing')
  asked = rendered = 0
})

const change = (...tags: string[]) => t.site.store.write({ actor_id: null, ip: null, request_id: null }, async (tx) => touch(tx, ...tags))
const read = async (path: string, headers?: Record<string, string>) => (await t.visitor(headers && { headers }).request(path)).text()

test('an answer is kept for visitors until its tag is touched, and then is new at once', async () => {
  for (let i = 0; i < 4; i++) expect(await read('/api/fresh/a')).toContain('first')
  expect(asked).toBe(1)
  value = 'second'
  await change('thing:b')
  expect(await read('/api/fresh/a')).toContain('first')
  await change('thing:a')
  expect(await read('/api/fresh/a')).toContain('second')
  expect(asked).toBe(2)
})

test('clients ask again each time, and get 304 while it is the same', async () => {
  const first = await t.visitor().request('/api/fresh/a')
  expect(first.headers.get('cache-control')).toBe('no-cache')
  const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
  expect((await t.visitor({ headers }).request('/api/fresh/a')).status).toBe(304)
  value = 'second'
  await change('thing:a')
  expect((await t.visitor({ headers }).request('/api/fresh/a')).status).toBe(200)
})

test('who brings a credential gets an answer of their own', async () => {
  for (let i = 0; i < 2; i++) await read('/api/fresh/a', { cookie: 'sessionid=x' })
  expect(asked).toBe(2)
  await read('/api/fresh/a')
  expect(asked).toBe(3)
})

test('a page is kept as long as all that it shows', async () => {
  const page = '/page?call=/a&call='
  for (let i = 0; i < 3; i++) expect(await read(page)).toContain('first')
  expect(rendered).toBe(1)
  value = 'second'
  await change('thing:b')
  expect(await read(page)).not.toContain('second')
  await change('things')
  // What was not touched may still be kept as it was.
  expect(await read(page)).toMatch(/first.* .*second/)
  await change('thing:a')
  expect(await read(page)).not.toContain('first')
  expect(rendered).toBe(3)
})

test('the page of somebody signed in does not show what was kept for visitors', async () => {
  expect(await read('/api/fresh/a')).toContain('first')
  await read('/page?call=/a', { cookie: 'sessionid=x' })
  expect(asked).toBe(2)
})

test('a page that shows that something is missing is made anew each time', async () => {
  for (let i = 0; i < 2; i++) await read('/page?call=/missing')
  expect(rendered).toBe(2)
})

test('what was touched while it was being read is not kept', () => {
  const bus = memoryBus(() => {})
  const freshness = new Freshness(bus, Number.POSITIVE_INFINITY)
  const stamp = freshness.begin()
  stamp.tags.add('a')
  expect(freshness.holds(stamp)).toBe(true)
  bus.publish('kernel.public_changed', [], { tags: ['b'] })
  expect(freshness.holds(stamp)).toBe(true)
  bus.publish('kernel.public_changed', [], { tags: ['a'] })
  expect(freshness.holds(stamp)).toBe(false)
})

test('more tags than are remembered end everything that was kept', () => {
  const bus = memoryBus(() => {})
  const freshness = new Freshness(bus, Number.POSITIVE_INFINITY)
  const stamp = freshness.begin()
  stamp.tags.add('a')
  for (let i = 0; i <= 10_000; i++) bus.publish('kernel.public_changed', [], { tags: [`x${i}`] })
  expect(freshness.holds(stamp)).toBe(false)
  const later = freshness.begin()
  later.tags.add('a')
  expect(freshness.holds(later)).toBe(true)
})

test('where another process may have written, nothing is kept for longer than a second', async () => {
  const freshness = new Freshness(
    memoryBus(() => {}),
    50,
  )
  const stamp = freshness.begin()
  expect(freshness.holds(stamp)).toBe(true)
  await Bun.sleep(60)
  expect(freshness.holds(stamp)).toBe(false)
})
