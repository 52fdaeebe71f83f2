import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { getMe } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'
import { signedUp, through } from './people.ts'

setDefaultTimeout(60_000)

/** The same credential at another address. */
const at = (t: TestSite, { cookies, token }: Visitor, address: string): Visitor =>
  Object.assign(
    t.visitor({ address, ...(token ? {} : { headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } }) }),
    token ? { token } : {},
  )
const status = async (visitor: Visitor) => (await visitor.call(getMe, {})).status
/** What is recorded beside the answers; a write of ours afterwards stands behind them. */
async function moves(t: TestSite) {
  await t.site.store.write({ actor_id: null, ip: null, request_id: null }, async () => {})
  if (t.site.store.dialect === 'postgres') await Bun.sleep(200)
  const rows = await t.site.store.db.selectFrom('audit_entries').selectAll().where('action', '=', 'accounts.session_moved').orderBy('id').execute()
  return rows.map(({ changes, ip }) => ({ changes: JSON.parse(changes) as unknown, ip }))
}

describe('observe', () => {
  let t: TestSite
  beforeAll(async () => {
    t = await testSite([accounts])
  })
  afterAll(() => t.end())

  test('a cookie that comes from another address stays good, and each change is recorded once', async () => {
    const asha = await signedUp(t, 'asha')
    const there = at(t, asha, '203.0.113.7')
    const answers = await Promise.all(Array.from({ length: 20 }, () => status(there)))
    expect(answers).toEqual(new Array(20).fill(200))
    const first = { changes: { before: { ip: '127.0.0.1' }, after: { ip: '203.0.113.7' } }, ip: '203.0.113.7' }
    expect(await moves(t)).toEqual([first])
    // Back and forth between two known places is no news.
    for (let i = 0; i < 5; i++) {
      await status(asha)
      await status(there)
    }
    expect(await moves(t)).toEqual([first])
    expect(await status(at(t, asha, '198.51.100.1'))).toBe(200)
    expect((await moves(t)).map(({ ip }) => ip)).toEqual(['203.0.113.7', '198.51.100.1'])
  })

  test('an IPv6 device that changes its address within the /64 has not moved', async () => {
    const before = (await moves(t)).length
    const bela = await signedUp(t, 'bela')
    for (const last of ['1', '2', 'abcd:1', 'ffff:2']) await status(at(t, bela, `2001:db8:1:2::${last}`))
    expect((await moves(t)).length - before).toBe(1)
    await status(at(t, bela, '2001:db8:1:3::1'))
    expect((await moves(t)).length - before).toBe(2)
  })

  test('tokens and keys go where their programs go', async () => {
    await signedUp(t, 'chitra')
    const before = (await moves(t)).length
    for (const way of ['token', 'jwt', 'pair', 'key'] as const) expect(await status(at(t, await through(t, way, 'chitra'), '203.0.113.99'))).toBe(200)
    expect((await moves(t)).length).toBe(before)
  })
})

describe('strict', () => {
  let t: TestSite
  beforeAll(async () => {
    t = await testSite([accounts], { environment: { SESSION_IP_POLICY: 'strict' } })
  })
  afterAll(() => t.end())

  test('within the /24 it stays, from another network it ends, also where it was at home', async () => {
    const asha = await signedUp(t, 'asha')
    expect(await status(at(t, asha, '127.0.0.77'))).toBe(200)
    const stolen = at(t, asha, '203.0.113.7')
    expect(await Promise.all(Array.from({ length: 10 }, () => status(stolen)))).toEqual(new Array(10).fill(401))
    expect(await status(asha)).toBe(401)
    const told = await moves(t)
    expect(told.at(-1)).toEqual({ changes: { before: { ip: '127.0.0.1' }, after: { ip: '203.0.113.7', ended: true } }, ip: '203.0.113.7' })
    expect(told.filter(({ ip }) => ip === '203.0.113.7')).toHaveLength(1)
  })

  test('an IPv6 network is a /48, however it is spelled; IPv4 in IPv6 is IPv4', async () => {
    const bela = await signedUp(t, 'bela')
    expect(await status(at(t, bela, '::ffff:127.0.0.5'))).toBe(200)
    expect(await status(at(t, bela, '2001:db8:1:2::1'))).toBe(401)
  })

  test('only cookies are held to their network', async () => {
    await signedUp(t, 'chitra')
    for (const way of ['token', 'jwt', 'pair', 'key'] as const) expect(await status(at(t, await through(t, way, 'chitra'), '203.0.113.99'))).toBe(200)
  })
})
