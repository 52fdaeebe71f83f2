import { afterAll, beforeAll, expect, test } from 'bun:test'
import { z } from 'zod'
import { doorOf } from '#contract/door.ts'
import { takes } from '#contract/endpoint.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { apps } from '../apps/server.ts'

/** A whole number in an address is decimal digits, at every door. */

let t: TestSite
let admin: Visitor
beforeAll(async () => {
  t = await testSite(apps)
  admin = await t.person('admin')
  await t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) => tx.updateTable('users').set({ email_verified_at: tx.now }).execute())
  // Who is verified is remembered with the session.
  const { csrfToken } = (await (await admin.request('/auth/csrf/')).json()) as { csrfToken: string }
  const body = JSON.stringify({ username: 'admin', password: 'Peepal-tree-7' })
  await admin.request('/auth/login/', { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-csrftoken': csrfToken } })
  await admin.withCsrf()
})
afterAll(() => t.end())

const not_digits = [
  '0x10',
  '0b11',
  '0o7',
  '1e1',
  '+5',
  ' 5',
  '5 ',
  '5.0',
  '5.',
  '.5',
  '-0',
  '--5',
  '1_000',
  '1,000',
  '５',
  '५',
  '٥',
  '5n',
  'NaN',
  'Infinity',
  'true',
  '5\t',
  '\u00a05',
]

interface Numeric {
  path: string
  name: string
}
const numerics: Numeric[] = apps
  .flatMap((app) => app.routes?.all ?? [])
  .filter(({ endpoint }) => endpoint.method === 'GET' && takes(endpoint.query))
  .flatMap(({ endpoint }) => {
    const { properties = {} } = z.toJSONSchema(endpoint.query, { io: 'input', unrepresentable: 'any' }) as { properties?: Record<string, { type?: string }> }
    const path = endpoint.path.replace(/:\w+/g, '00000000-0000-7000-8000-000000000000')
    return Object.entries(properties).flatMap(([name, { type }]) => (type === 'integer' || type === 'number' ? [{ path, name }] : []))
  })

test('each one that an endpoint takes is 400 in its door’s shape when it is spelled otherwise', async () => {
  expect(numerics.length).toBeGreaterThan(20)
  expect(new Set(numerics.map(({ path }) => doorOf(path)?.name))).toEqual(new Set(['portal', 'session', 'versioned']))
  for (const { path, name } of numerics)
    for (const text of not_digits) {
      const address = `${path}?${name}=${encodeURIComponent(text)}`
      const response = await admin.request(address)
      const { message, fields } = doorOf(path)?.readError(await response.json()) ?? {}
      expect(`${address} ${response.status} ${Object.values(fields ?? {})[0]?.[0] ?? message}`).toMatch(/ 400 (\w+: )?Use a whole number\.$/)
    }
})

test('digits are taken, with zeros before them too, and the bounds are told', async () => {
  const limit = async (text: string) => (await (await admin.request(`/api/lists/?limit=${text}`)).json()) as { limit?: string[] }
  for (const text of ['5', '100', '007']) expect((await limit(text)).limit).toBeUndefined()
  expect(await limit('0')).toEqual({ limit: ['Use a number of at least 1.'] })
  expect(await limit('-5')).toEqual({ limit: ['Use a number of at least 1.'] })
  expect(await limit('101')).toEqual({ limit: ['Use a number of at most 100.'] })
  expect((await limit('9'.repeat(30))).limit).toContain('Use a number of at most 100.')
})

test('what writes may name a version in its address: the same holds there', async () => {
  const made = (await (
    await admin.request('/api/lists/', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"Kept"}' })
  ).json()) as {
    id: string
  }
  for (const text of ['0x1', '1e0', '+1']) {
    const response = await admin.request(`/api/lists/${made.id}/?version=${encodeURIComponent(text)}`, { method: 'DELETE' })
    expect([response.status, await response.json()]).toEqual([400, { version: ['Use a whole number.'] }])
  }
  expect((await admin.request(`/api/lists/${made.id}/?version=1`, { method: 'DELETE' })).status).toBe(204)
})
