import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { getProfile, login, logout, register } from '../contract/portal-door.ts'
import { accounts } from '../server/index.ts'

let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

test('register, login, profile, logout: exactly the documented shapes', async () => {
  const john = t.visitor()
  const made = await john.call(register, { body: { username: 'john', email: 'John@Example.com', password: 'Peepal-tree-7' } })
  expect(made.status).toBe(201)
  expect(made.body).toEqual({ ok: true, user: { id: 1, username: 'john', is_admin: true } })

  const signed = await john.call(login, { body: { username: 'john', password: 'Peepal-tree-7' } })
  expect(signed.status).toBe(200)
  expect(signed.body).toEqual({
    access_token: expect.stringMatching(/^[0-9a-f]{64}$/),
    expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    user: { id: 1, username: 'john', email: 'John@Example.com', is_admin: true },
  })
  john.token = signed.data.access_token
  expect((await john.call(getProfile, {})).body).toEqual({ id: 1, username: 'john', email: 'John@Example.com', is_admin: true })
  expect((await john.call(logout, {})).body).toEqual({ ok: true })
  const after = await john.call(getProfile, {})
  expect(after.status).toBe(401)
  expect(after.body).toEqual({ error: 'Token is invalid or expired' })
})
