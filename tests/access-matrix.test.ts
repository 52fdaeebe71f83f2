import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { apps } from '#apps'
import { healthRoutes } from '#server/observe/health.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'

const routes = [...healthRoutes.all, ...apps.flatMap((app) => app.routes?.all ?? [])]

let t: TestSite
let visitor: Visitor
let user: Visitor
let disabled: Visitor
beforeAll(async () => {
  t = await testSite(apps)
  // The first account becomes admin; the people of this test are plain users.
  await t.person('first')
  visitor = await t.visitor().withCsrf()
  user = await t.person('usha')
  disabled = await t.person('dinesh')
  await t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) => tx.updateTable('users').set({ email_verified_at: tx.now }).execute())
  t.site.bus.publish('accounts.access_changed', 'everyone', { user_id: await idOf('usha') })
  await t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) =>
    tx.updateTable('users').set({ is_active: 0 }).where('username', '=', 'dinesh').execute(),
  )
  // Another program wrote it, as far as this process knows: what it remembers is dropped as after any foreign write.
  t.site.bus.publish('accounts.access_changed', 'everyone', { user_id: await idOf('dinesh') })
  // To the CSRF check the dead cookie is no cookie.
  await disabled.withCsrf()
})
afterAll(() => t.end())

async function idOf(username: string): Promise<string> {
  return (await t.site.store.db.selectFrom('users').select('id').where('username', '=', username).executeTakeFirstOrThrow()).id
}

test('docs/security.md lists every operation with who may call it', () => {
  const page = readFileSync(resolve(import.meta.dir, '../docs/security.md'), 'utf8')
  const expected = routes.map(({ endpoint, guard }) => `| ${endpoint.name} | ${endpoint.method} ${endpoint.path} | ${guard.who} |`)
  expect(page.split('\n').filter((line) => /^\| \w+\.\w+ \| (GET|POST|PUT|PATCH|DELETE) /.test(line))).toEqual(expected)
})

for (const { endpoint, guard } of routes) {
  // Signing out would end the person of the next test.
  const ends = /logout/.test(endpoint.path)
  /** The status; a token in the body that is no good is an answer of the endpoint, not a refusal of the caller. */
  const ask = async (who: Visitor) => {
    const response = await who.request(endpoint.path.replace(/:\w+/g, 'x'), {
      method: endpoint.method,
      ...(endpoint.method !== 'GET' && { headers: { 'content-type': 'application/json' }, body: '{}' }),
    })
    return /token_not_valid/i.test(await response.text()) ? 400 : response.status
  }

  test(`${endpoint.name}: ${guard.who}`, async () => {
    const open = guard.who === 'anyone'
    const refused = (status: number) => status === 401 || status === 403
    expect(refused(await ask(visitor))).toBe(!open)
    expect(await ask(disabled)).toBe(open ? await ask(visitor) : 401)
    if (ends) return
    expect(refused(await ask(user))).toBe(!['anyone', 'user', 'verified'].includes(guard.who))
  })
}
