import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { rowCounts } from '#server/testing-rows.ts'
import { accounts } from '../server/index.ts'
import { password, person } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
  expect((await send('/api/auth/register', person('admin'))).status).toBe(201)
})
afterAll(() => t.end())

async function send(path: string, body: object | string) {
  const visitor = path.startsWith('/auth/') ? await t.visitor().withCsrf() : t.visitor()
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await visitor.request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text })
  return { status: response.status, body: (await response.json()) as unknown }
}

const extras = {
  role: 'admin',
  is_admin: true,
  is_staff: true,
  is_superuser: true,
  id: '00000000-0000-7000-8000-000000000000',
  number: 1,
  user_id: 1,
  is_active: 1,
  email_verified_at: '2026-01-01T00:00:00.000Z',
  password_hash: '$argon2id$',
  username_key: 'admin',
  date_joined: '1999-01-01T00:00:00.000Z',
  deleted_at: null,
  version: 1,
  may_be_first_admin: true,
  kind: 'cookie',
  constructor: { prototype: { role: 'admin' } },
  toString: 'x',
}

const writes = {
  '/api/auth/register': person('sneaky'),
  '/auth/register': person('sneaky'),
  '/api/auth/login': { username: 'admin', password },
  '/auth/login': { username: 'admin', password },
}

for (const [path, body] of Object.entries(writes))
  test(`${path}: a field that is not declared is refused by its name, and nothing is written`, async () => {
    const before = await rowCounts(t.site)
    for (const [name, value] of Object.entries(extras)) {
      const refused = await send(path, { ...body, [name]: value })
      expect(`${name} ${refused.status}`).toBe(`${name} 400`)
      expect(refused.body).toEqual(path.startsWith('/api/') ? { error: `${name}: Unknown field.` } : { [name]: ['Unknown field.'] })
    }
    for (const smuggled of ['"__proto__":{"role":"admin","is_admin":true}', '"__pro\\u005fto__":{"role":"admin"}']) {
      const refused = await send(path, `{${smuggled},${JSON.stringify(body).slice(1)}`)
      expect(refused.status).toBe(400)
    }
    expect(await rowCounts(t.site)).toEqual(before)
    expect(({} as { role?: string }).role).toBeUndefined()
  })

test('an answer carries no undeclared field', async () => {
  const { body } = await send('/auth/register', person('plain'))
  const of_me = ['avatar', 'date_joined', 'email', 'email_verified', 'first_name', 'id', 'last_name', 'preferences', 'role', 'username']
  expect(Object.keys(body as object).sort()).toEqual(of_me)
  expect((body as { role: string }).role).toBe('user')
  const login = (await send('/api/auth/login', { username: 'plain', password })).body as { user: object }
  expect(Object.keys(login).sort()).toEqual(['access_token', 'expires_at', 'user'])
  expect(Object.keys(login.user).sort()).toEqual(['email', 'id', 'is_admin', 'username'])
})
