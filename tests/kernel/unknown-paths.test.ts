import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type Door, doorOf, doors, pairDoor, portalDoor, sessionDoor, versionedDoor } from '#contract/door.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { apps } from '../../apps/server.ts'

let t: TestSite
beforeAll(async () => {
  t = await testSite(apps)
})
afterAll(() => t.end())

const shapes: Record<string, unknown> = {
  portal: { error: 'No such address.' },
  session: { detail: 'No such address.', code: 'not_found' },
  pair: { detail: 'No such address.', code: 'not_found' },
  versioned: {
    status: 'error',
    error: { code: 'NOT_FOUND', message: 'No such address.', details: {} },
    meta: { timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/), version: '1.0' },
  },
}

const named = new Set(apps.flatMap((app) => app.routes?.all ?? []).flatMap(({ endpoint }) => /^(.+)\/:\w+$/.exec(endpoint.path)?.[1] ?? []))

for (const door of doors)
  for (const prefix of door.prefixes)
    test(`${prefix}/…: an unknown path is the ${door.name} door’s 404, whatever the method`, async () => {
      // Directly below some prefixes anything names a thing, which is there or not.
      const below = named.has(prefix) ? `${prefix}/some/where/else` : prefix
      for (const path of [
        `${below}/nothing-here`,
        `${below}/nothing/here/`,
        `${below}/%E0%A4%A`,
        `${below}/${'x'.repeat(2000)}`,
        `${below}/..%2f..%2fetc%2fpasswd`,
        `${below}/__proto__`,
      ])
        for (const method of ['GET', 'POST', 'DELETE']) {
          const response = await t.visitor().request(path, { method })
          expect(`${method} ${path} ${response.status}`).toBe(`${method} ${path} 404`)
          expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
          expect(await response.json()).toEqual(shapes[door.name])
        }
    })

test('an address that is too long is refused before anything looks at it', async () => {
  const response = await t.visitor().request(`/api/states?q=${'x'.repeat(9000)}`)
  expect(response.status).toBe(400)
  expect(await response.json()).toEqual({ error: 'The address is too long.' })
})

test('the longest prefix owns a path, and a prefix ends at a slash', () => {
  const owners: Record<string, Door | undefined> = {
    '/api': portalDoor,
    '/api/states': portalDoor,
    '/api/v1': versionedDoor,
    '/api/v1/users': versionedDoor,
    '/api/v12': portalDoor,
    '/api/users': pairDoor,
    '/api/users/me': pairDoor,
    '/api/usersx': portalDoor,
    '/api/lists': sessionDoor,
    '/api/chat/rooms': sessionDoor,
    '/auth': sessionDoor,
    '/authx': undefined,
    '/': undefined,
    '/states/kerala': undefined,
  }
  for (const [path, door] of Object.entries(owners)) expect(`${path} ${doorOf(path)?.name}`).toBe(`${path} ${door?.name}`)
})
