import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { apps } from '#apps'
import { digest } from '#server/crypto/tokens.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { everyRow, rowCounts } from '#server/testing-rows.ts'
import { endOneSession, endOtherSessions, listSessions } from '../contract/devices.ts'
import { listKeys, makeKey, renameKey, revokeKey } from '../contract/keys.ts'
import { logout } from '../contract/portal-door.ts'
import { changeProfileV1 } from '../contract/profile.ts'
import { getMe, signOut } from '../contract/session-door.ts'
import { logoutV1 } from '../contract/versioned-door.ts'
import { accounts } from '../server/index.ts'
import { actions, keyOf, password, signedUp, through } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
let asha: Visitor
beforeAll(async () => {
  t = await testSite([accounts])
  asha = await signedUp(t, 'asha')
})
afterAll(() => t.end())

const holding = (token: string): Visitor => Object.assign(t.visitor(), { token })
const statusOf = async (token: string) => (await holding(token).call(getMe, {})).status
const named = (name: string) => ({ name, scope: 'read-write' as const })

test('made, used through every door, listed, renamed, revoked; each change audited once', async () => {
  const before = (await actions(t)).length
  const made = await asha.call(makeKey, { body: { name: '  Backup  ', scope: 'read', expires_in_days: 90 } })
  expect(made.status).toBe(201)
  expect(made.body).toEqual({
    id: expect.any(String),
    name: 'Backup',
    scope: 'read',
    created_at: expect.any(String),
    last_used_at: null,
    expires_at: expect.any(String),
    secret: expect.stringMatching(/^bnyn_[\w-]{43}$/),
  })
  const { id, secret, created_at, expires_at } = made.data
  expect(Date.parse(expires_at ?? '') - Date.parse(created_at)).toBe(90 * 86_400_000)
  for (const path of ['/auth/me/', '/api/auth/profile', '/api/v1/users/profile/', '/api/users/profile/'])
    expect((await holding(secret).request(path)).status).toBe(200)
  expect((await t.visitor({ headers: { authorization: `Token ${secret}` } }).call(getMe, {})).status).toBe(200)
  const renamed = await asha.call(renameKey, { params: { id }, body: { name: 'Nightly' } })
  expect(renamed.data).toEqual({ id, name: 'Nightly', scope: 'read', created_at, last_used_at: expect.any(String), expires_at })
  await asha.call(renameKey, { params: { id }, body: { name: 'Nightly' } })
  expect((await asha.call(listSessions, {})).data.items.find((one) => one.id === id)).toMatchObject({ kind: 'key', name: 'Nightly' })
  const listed = await asha.call(listKeys, {})
  expect(listed.data.items).toEqual([renamed.data])
  expect(JSON.stringify(listed.body)).not.toContain('bnyn_')
  expect((await asha.call(revokeKey, { params: { id } })).status).toBe(204)
  expect(await statusOf(secret)).toBe(401)
  expect((await asha.call(revokeKey, { params: { id } })).status).toBe(404)
  expect((await asha.call(renameKey, { params: { id }, body: { name: 'Again' } })).status).toBe(404)
  expect((await asha.call(listKeys, {})).data.items).toEqual([])
  expect((await actions(t)).slice(before)).toEqual(['accounts.make_key', 'accounts.rename_key', 'accounts.revoke_key'])
})

test('the secret stands nowhere in the database and nowhere in the log', async () => {
  const secret = await keyOf(t, 'asha')
  await statusOf(secret)
  const everything = `${await everyRow(t.site)}\n${t.logged.join('\n')}`
  expect(everything).toContain(digest(secret))
  for (const part of [secret, secret.slice(5), encodeURIComponent(secret)]) expect(everything.includes(part)).toBe(false)
})

test('a read key reads; every unsafe method of every app is refused in one place', async () => {
  const own = await testSite(apps)
  try {
    await signedUp(own, 'asha')
    const reader = Object.assign(own.visitor(), { token: await keyOf(own, 'asha', 'read') })
    for (const { endpoint } of apps.flatMap((app) => app.routes?.all ?? [])) {
      if (endpoint.method === 'GET') continue
      const before = await rowCounts(own.site)
      const response = await reader.request(endpoint.path.replace(/:\w+/g, crypto.randomUUID()), {
        method: endpoint.method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(endpoint.example ?? {}),
      })
      expect(`${endpoint.name} ${response.status}`).toBe(`${endpoint.name} 403`)
      expect(await rowCounts(own.site)).toEqual(before)
    }
    expect((await reader.call(getMe, {})).status).toBe(200)
  } finally {
    await own.end()
  }
})

test('a key that may write writes, but manages no credentials', async () => {
  const key = await through(t, 'key', 'asha')
  expect((await key.call(changeProfileV1, { body: { bio: 'Walks.' } })).status).toBe(200)
  const before = await rowCounts(t.site)
  const { id } = (await asha.call(listKeys, {})).data.items[0] ?? { id: '' }
  const refused = [
    await key.call(makeKey, { body: named('another') }),
    await key.call(renameKey, { params: { id }, body: { name: 'mine' } }),
    await key.call(revokeKey, { params: { id } }),
    await key.call(endOneSession, { params: { id } }),
    await key.call(endOtherSessions, {}),
    await key.call(logout, {}),
    await key.call(logoutV1, { body: {} }),
    await key.call(signOut, {}),
  ]
  expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403))
  expect(refused[0]?.body).toEqual({ detail: 'API keys may not do that: sign in.', code: 'forbidden' })
  expect(await rowCounts(t.site)).toEqual(before)
  expect((await key.call(listSessions, {})).status).toBe(200)
})

test('whatever stands under /auth/ and changes something for a caller refuses keys', () => {
  const routes = accounts.routes?.all ?? []
  const own = routes.filter(({ endpoint, guard }) => endpoint.path.startsWith('/auth/') && endpoint.method !== 'GET' && guard.who !== 'anyone')
  expect(own.filter(({ guard }) => guard.by_key).map(({ endpoint }) => endpoint.name)).toEqual([])
  expect(own.length).toBeGreaterThanOrEqual(5)
})

test('forged and mangled keys open nothing and break nothing', async () => {
  const secret = await keyOf(t, 'asha')
  const bare = secret.slice(5)
  const forged = [
    bare,
    `bnyn_${digest(secret)}`,
    digest(secret),
    `bnyn_${'A'.repeat(43)}`,
    'bnyn_',
    `bnyn_${bare.slice(1)}`,
    `${secret}A`,
    secret.slice(0, -1),
    secret.toUpperCase(),
    `BNYN_${bare}`,
    `bnyn_bnyn_${bare}`,
    ` bnyn_ ${bare}`,
    `${secret},${secret}`,
    `bnyn-${bare}`,
    `${`${secret}\u0000`.slice(0, -1)}=`,
    `bnyn_${Buffer.from(bare, 'base64url').toString('hex')}`,
    `bnyn_${Buffer.from(bare, 'base64url').toString('base64')}=`,
    "bnyn_' or 1=1 --",
    `bnyn_${'x'.repeat(65_000)}`,
    `${secret}.${secret}.${secret}`,
    'bnyn_..',
    encodeURIComponent(`${secret}/`),
  ]
  for (const token of forged) expect(`${token.slice(0, 60)} ${await statusOf(token)}`).toBe(`${token.slice(0, 60)} 401`)
  for (const header of [secret, `Basic ${secret}`, `Key ${secret}`, `Bearer ${secret} ${secret}`, `bearer,${secret}`])
    expect((await t.visitor({ headers: { authorization: header } }).call(getMe, {})).status).toBe(401)
  for (const cookie of [`sessionid=${secret}`, `__Host-sessionid=${secret}`, `sessionid=${bare}`])
    expect((await t.visitor({ headers: { cookie } }).call(getMe, {})).status).toBe(401)
  expect((await t.visitor().request(`/auth/me/?token=${secret}&access_token=${secret}&api_key=${secret}`)).status).toBe(401)
  expect((await t.visitor({ headers: { 'x-api-key': secret } }).call(getMe, {})).status).toBe(401)
  // Another kind's secret is no key, with the prefix or without.
  const browser = await through(t, 'cookie', 'asha')
  const token = (await through(t, 'token', 'asha')).token ?? ''
  for (const other of [browser.cookies.get('sessionid') ?? '', token]) expect(await statusOf(`bnyn_${other}`)).toBe(401)
  expect(await statusOf(secret)).toBe(200)
  expect(t.logged.filter((line) => line.includes('"level":"error"'))).toEqual([])
})

test('two live keys never share a name, also when both are made at once; a dead one frees it', async () => {
  const twins = await Promise.all(Array.from({ length: 8 }, () => asha.call(makeKey, { body: named('twin') })))
  expect(twins.map(({ status }) => status).sort()).toEqual([201, ...new Array(7).fill(409)])
  const lost = twins.find(({ status }) => status === 409)
  expect(lost?.body).toEqual({ detail: 'You have a key of that name already.', code: 'conflict' })
  const other = (await asha.call(makeKey, { body: named('other') })).data
  expect((await asha.call(renameKey, { params: { id: other.id }, body: { name: 'twin' } })).status).toBe(409)
  const { id } = twins.find(({ status }) => status === 201)?.data ?? { id: '' }
  await asha.call(revokeKey, { params: { id } })
  expect((await asha.call(renameKey, { params: { id: other.id }, body: { name: 'twin' } })).status).toBe(200)
  // Another account has names of its own.
  expect((await (await signedUp(t, 'bela')).call(makeKey, { body: named('twin') })).status).toBe(201)
})

test('a key ends by the clock, and its name is free again', async () => {
  const own = await testSite([accounts])
  try {
    const owner = await signedUp(own, 'chitra')
    const body = { ...named('short'), expires_in_days: 1 }
    const { secret } = (await owner.call(makeKey, { body })).data
    const forever = (await owner.call(makeKey, { body: named('forever') })).data
    expect(forever.expires_at).toBeNull()
    const status = async (token: string) => (await Object.assign(own.visitor(), { token }).call(getMe, {})).status
    own.pass(86_400_000 - 5000)
    expect(await status(secret)).toBe(200)
    own.pass(5000)
    expect(await status(secret)).toBe(401)
    expect((await owner.call(listKeys, {})).data.items.map(({ name }) => name)).toEqual(['forever'])
    expect((await owner.call(makeKey, { body: { ...body, current_password: password } })).status).toBe(201)
    own.pass(5 * 365 * 86_400_000)
    expect(await status(forever.secret)).toBe(200)
  } finally {
    await own.end()
  }
})

test('an account has at most 25 live keys, however many are asked for at once', async () => {
  const owner = await signedUp(t, 'devi')
  const made = await Promise.all(Array.from({ length: 40 }, (_, i) => owner.call(makeKey, { body: named(`key ${i}`) })))
  expect(made.filter(({ status }) => status === 201)).toHaveLength(25)
  expect(made.filter(({ status }) => status === 409)).toHaveLength(15)
  const { id } = made.find(({ status }) => status === 201)?.data ?? { id: '' }
  await owner.call(revokeKey, { params: { id } })
  expect((await owner.call(makeKey, { body: named('one more') })).status).toBe(201)
  expect((await owner.call(makeKey, { body: named('and another') })).status).toBe(409)
  expect((await owner.call(listKeys, { query: { limit: 10 } })).data.items).toHaveLength(10)
})

test('whoever signed in more than ten minutes ago gives the password; tries are counted per account', async () => {
  const own = await testSite([accounts], { environment: { RATE_LIMITS: 'on' } })
  try {
    const owner = await signedUp(own, 'esha')
    own.pass(10 * 60_000 - 10_000)
    expect((await owner.call(makeKey, { body: named('in time') })).status).toBe(201)
    own.pass(10_001)
    const without = await owner.call(makeKey, { body: named('late') })
    expect(without.status).toBe(400)
    expect(without.body).toEqual({ current_password: ['Enter your password: you signed in a while ago.'] })
    expect((await owner.call(makeKey, { body: { ...named('late'), current_password: password } })).status).toBe(201)
    const wrong = await owner.call(makeKey, { body: { ...named('later'), current_password: 'wrong' } })
    expect(wrong.body).toEqual({ current_password: ['This is not your password.'] })
    const statuses: number[] = []
    for (let i = 0; i < 6; i++) statuses.push((await owner.call(makeKey, { body: { ...named('later'), current_password: 'wrong' } })).status)
    expect(statuses).toContain(429)
    expect((await own.site.store.db.selectFrom('sessions').select('id').where('kind', '=', 'key').execute()).length).toBe(2)
  } finally {
    await own.end()
  }
})

test('calls with keys count against the account, whichever key and address', async () => {
  const own = await testSite([accounts], { environment: { RATE_LIMITS: 'on' } })
  try {
    await signedUp(own, 'farah')
    const keys = [await keyOf(own, 'farah'), await keyOf(own, 'farah')]
    const status = async (i: number) => (await Object.assign(own.visitor({ address: `203.0.113.${i % 200}` }), { token: keys[i % 2] }).call(getMe, {})).status
    const statuses: number[] = []
    for (let i = 0; i < 140; i++) statuses.push(await status(i))
    expect(statuses.filter((one) => one === 200).length).toBeLessThanOrEqual(130)
    expect(statuses.at(-1)).toBe(429)
  } finally {
    await own.end()
  }
})

test('a key that is known costs no query', async () => {
  const secret = await keyOf(t, 'asha')
  await statusOf(secret)
  const { db } = t.site.store
  const { execute } = db
  let queries = 0
  db.execute = (query) => {
    queries++
    return execute(query)
  }
  for (let i = 0; i < 20; i++) expect(await statusOf(secret)).toBe(200)
  db.execute = execute
  // PostgreSQL is asked again each second, since a message between processes may be lost.
  expect(queries).toBeLessThanOrEqual(t.site.store.dialect === 'postgres' ? 1 : 0)
})

test('fields that are not declared are refused, and nobody makes or changes a key for another', async () => {
  const victim = await signedUp(t, 'gita')
  const { id } = (await victim.call(makeKey, { body: named('hers') })).data
  const before = await rowCounts(t.site)
  const json = { 'content-type': 'application/json' }
  for (const extra of [{ user_id: id }, { kind: 'cookie' }, { secret: 'bnyn_x' }, { secret_hash: 'x' }, { id }, { ended_at: null }, { role: 'admin' }]) {
    const body = JSON.stringify({ ...named('smuggled'), ...extra })
    expect((await asha.request('/auth/keys/', { method: 'POST', headers: json, body })).status).toBe(400)
    const rename = JSON.stringify({ name: 'x', ...extra })
    expect((await victim.request(`/auth/keys/${id}/`, { method: 'PATCH', headers: json, body: rename })).status).toBe(400)
  }
  for (const scope of ['admin', 'write', '', null]) {
    const body = JSON.stringify({ name: 'x', scope })
    expect((await asha.request('/auth/keys/', { method: 'POST', headers: json, body })).status).toBe(400)
  }
  expect((await asha.call(renameKey, { params: { id }, body: { name: 'mine now' } })).status).toBe(404)
  expect((await asha.call(revokeKey, { params: { id } })).status).toBe(404)
  // A session of another kind is no key.
  const session = (await victim.call(listSessions, {})).data.items.find(({ kind }) => kind === 'cookie')?.id ?? ''
  expect((await victim.call(revokeKey, { params: { id: session } })).status).toBe(404)
  expect((await victim.call(renameKey, { params: { id: session }, body: { name: 'x' } })).status).toBe(404)
  expect(await rowCounts(t.site)).toEqual(before)
  expect((await victim.call(listKeys, {})).data.items.map(({ name }) => name)).toEqual(['hers'])
})
