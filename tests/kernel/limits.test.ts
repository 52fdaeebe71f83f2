import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { clientAddress, countedAddress, isLoopback, networkTest } from '#server/http/address.ts'
import { limits } from '#server/http/limits.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { login, register } from '../../apps/accounts/contract/portal-door.ts'
import { accounts } from '../../apps/accounts/server/index.ts'
import { sample } from './sample.ts'

setDefaultTimeout(30_000)
/** Counters in Redis outlive a test, so each takes addresses of its own: 10.x.y.z and fd00:x:y:z::/64. */
const own = () => `10.${[0, 0, 0].map(() => 1 + Math.floor(Math.random() * 250)).join('.')}`
const hex = () => Math.floor(0x1000 + Math.random() * 0xefff).toString(16)

let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts, sample], { environment: { RATE_LIMITS: 'on' } })
})
afterAll(() => t.end())

interface Ask {
  path?: string
  method?: string
  headers?: Record<string, string>
}
async function statusFrom(address: string, { path = '/api/sample-read', method = 'GET', headers = {} }: Ask = {}, site = t) {
  return (await site.visitor({ address, headers }).request(path, { method })).status
}
/** How many of the calls are let through; one after the other, as fast as they are answered. */
async function passing(count: number, ask: (i: number) => Promise<number>): Promise<number> {
  let passed = 0
  for (let i = 0; i < count; i++) if ((await ask(i)) !== 429) passed++
  return passed
}
/** So many at once, beside those whose allowance grows back while they are sent. */
async function expectBurst(limit: { burst: number; count: number }, tries: number, ask: (i: number) => Promise<number>) {
  const start = performance.now()
  const passed = await passing(tries, ask)
  const grown = Math.ceil(((performance.now() - start) / 60_000) * limit.count)
  expect(passed).toBeGreaterThanOrEqual(Math.min(limit.burst, tries))
  expect(passed).toBeLessThanOrEqual(limit.burst + grown)
}
const few = { count: 10, burst: 2 }
const json = { 'content-type': 'application/json' }

describe('the table, over HTTP', () => {
  test('API calls of a visitor: 20 at once, then 429 with Retry-After and RateLimit in each door’s shape', async () => {
    const address = own()
    await expectBurst(limits.api, 40, () => statusFrom(address))
    const ask = () => t.visitor({ address }).request('/api/v1/sample-read')
    let refused = await ask()
    // On a slow machine one may have grown back meanwhile.
    for (let i = 0; i < 20 && refused.status !== 429; i++) refused = await ask()
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('1')
    expect(refused.headers.get('ratelimit')).toBe('limit=100, remaining=0, reset=1')
    expect(refused.headers.get('ratelimit-policy')).toBe('100;w=60;burst=20')
    expect(await refused.json()).toMatchObject({ status: 'error', error: { code: 'TOO_MANY_REQUESTS', message: 'Too many requests. Try again in 1 second.' } })
  })

  test('ways in with a password: 3 at once, shared by all doors; the right password does not help', async () => {
    const address = own()
    expect(
      (await t.visitor({ address: own() }).call(register, { body: { username: 'john', email: 'john@example.com', password: 'Peepal-tree-7' } })).status,
    ).toBe(201)
    const visitor = t.visitor({ address })
    const statuses = [
      await statusFrom(address, { path: '/auth/login', method: 'POST', headers: json }),
      await statusFrom(address, { path: '/api/auth/login/', method: 'POST', headers: json }),
    ]
    statuses.push((await visitor.call(login, { body: { username: 'john', password: 'wrong' } })).status)
    expect(statuses).toEqual([403, 400, 401])
    expect((await visitor.call(login, { body: { username: 'john', password: 'Peepal-tree-7' } })).status).toBe(429)
    expect(await statusFrom(address, { path: '/auth/login/', method: 'POST', headers: json })).toBe(429)
    expect((await t.visitor({ address: own() }).call(login, { body: { username: 'john', password: 'Peepal-tree-7' } })).status).toBe(200)
  })

  test('registrations: 5 at once, both doors together', async () => {
    const address = own()
    await expectBurst(limits.auth, 12, (i) => statusFrom(address, { path: i % 2 ? '/auth/register' : '/api/auth/register/', method: 'POST', headers: json }))
  })

  test('a valid credential counts per account, not per address: an office behind one address can work', async () => {
    const address = own()
    const visitor = t.visitor({ address: own() })
    const { data } = await visitor.call(login, { body: { username: 'john', password: 'Peepal-tree-7' } })
    await expectBurst(limits.api, 40, () => statusFrom(address))
    // A made-up credential is a visitor's.
    expect(await passing(3, () => statusFrom(address, { headers: { authorization: 'Bearer made-up' } }))).toBeLessThan(3)
    const authorization = `Bearer ${data.access_token}`
    await expectBurst(limits.account, 200, () => statusFrom(own(), { headers: { authorization } }))
  })

  test('an endpoint’s own rate counts beside the table', async () => {
    const address = own()
    await expectBurst(few, 10, () => statusFrom(address, { path: '/api/sample-few' }))
    expect(await statusFrom(address)).toBe(200)
  })

  test('kept answers are counted like any other, wrong methods and paths cost nothing to answer', async () => {
    const address = own()
    await expectBurst(limits.api, 40, () => statusFrom(address, { path: '/api/sample-public' }))
    expect(await passing(20, () => statusFrom(address))).toBeLessThan(20)
    expect(await statusFrom(address, { path: '/api/nothing' })).toBe(404)
  })
})

describe('what gains nothing', () => {
  const spoofs: Record<string, (i: number) => Ask> = {
    'forwarding headers from somebody who is no trusted proxy': (i) => ({
      headers: {
        'x-forwarded-for': `9.9.9.${i}`,
        'x-real-ip': `9.9.9.${i}`,
        forwarded: `for=9.9.9.${i}`,
        'x-client-ip': `9.9.9.${i}`,
        'cf-connecting-ip': `9.9.9.${i}`,
        via: '1.1 x',
      },
    }),
    'a trailing slash, a query, HEAD': (i) => ({ path: `/api/sample-read${i % 2 ? '/' : ''}${i % 3 ? `?x=${i}` : ''}`, method: i % 5 ? 'GET' : 'HEAD' }),
    'other paths and doors': (i) => ({ path: ['/api/sample-read', '/auth/sample-read', '/api/v1/sample-read', '/api/token/sample-read'][i % 4] as string }),
    'a made-up cookie, token or user agent': (i) => ({
      headers: { cookie: `sessionid=${i}`, 'user-agent': `x${i}`, ...(i % 2 && { authorization: `Bearer ${i}` }) },
    }),
  }
  for (const [name, ask] of Object.entries(spoofs))
    test(name, async () => {
      const address = own()
      await expectBurst(limits.api, 60, (i) => statusFrom(address, ask(i)))
    })

  test('another spelling of an IPv4 or IPv6 address, or another address of the same /64', async () => {
    const v4 = own()
    const [a = 0, b = 0, c = 0, d = 0] = v4.split('.').map(Number)
    const words = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
    const spellings = [v4, `::ffff:${v4}`, `::FFFF:${words}`, `0:0:0:0:0:ffff:${v4}`, `::ffff:${v4}%eth0`]
    await expectBurst(limits.api, 60, (i) => statusFrom(spellings[i % spellings.length] ?? ''))
    const prefix = `fd00:${hex()}:${hex()}:${hex()}`
    await expectBurst(limits.api, 60, (i) => statusFrom(i % 2 ? `${prefix}::${i.toString(16)}` : `${prefix.toUpperCase()}:0:${i.toString(16)}:1:2`))
    expect(await statusFrom(`fd00:${hex()}:${hex()}:${hex()}::1`)).toBe(200)
  })
})

test('behind a trusted proxy each client counts by itself, by the last hop that the proxy saw', async () => {
  const proxied = await testSite([sample], { environment: { RATE_LIMITS: 'on', TRUSTED_PROXIES: '10.0.0.0/8, fd00::/8' } })
  try {
    const via = (client: string) => statusFrom('10.0.0.1', { headers: { 'x-forwarded-for': client } }, proxied)
    const random = () => `203.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}`
    const one = random()
    await expectBurst(limits.api, 60, (i) => via(`${i}.1.1.1, ${one}`))
    expect(await via(random())).toBe(200)
    const two = random()
    await expectBurst(limits.api, 60, (i) => via(`8.8.8.${i}, ${two}, 10.0.0.${i}`))
  } finally {
    await proxied.end()
  }
})

describe('addresses', () => {
  test('one address has one name; an IPv6 one that of its /64', () => {
    const names: Record<string, string[]> = {
      '192.0.2.1': ['192.0.2.1', '::ffff:192.0.2.1', '::ffff:c000:201', '0:0:0:0:0:FFFF:192.0.2.1'],
      '2001:db8:0:0::/64': ['2001:db8::1', '2001:DB8:0:0::ffff', '2001:0db8:0000:0000:1:2:3:4', '2001:db8::192.0.2.1', '2001:db8::1%eth0'],
      '2001:db8:0:1::/64': ['2001:db8:0:1::', '2001:db8:0:1:ffff:ffff:ffff:ffff'],
      '0:0:0:0::/64': ['::1', '::'],
      unknown: ['', 'unknown', '1.2.3', '1.2.3.4.5', '::g', 'localhost', '256.1.1.1'],
    }
    for (const [name, spellings] of Object.entries(names))
      for (const spelling of spellings) expect(`${spelling} ${countedAddress(spelling)}`).toBe(`${spelling} ${name}`)
  })

  test('loopback is 127/8 and ::1, nothing else', () => {
    for (const address of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '0:0:0:0:0:0:0:1'])
      expect(`${address} ${isLoopback(address)}`).toBe(`${address} true`)
    for (const address of ['128.0.0.1', '::2', '::', '::127.0.0.1', '0.0.0.0', 'localhost', '', '1::1', '::ffff:128.0.0.1'])
      expect(`${address} ${isLoopback(address)}`).toBe(`${address} false`)
  })

  test('networks hold the addresses that they should, in any spelling', () => {
    const inside = networkTest(['10.0.0.0/8', '192.0.2.7', '172.16.0.0/12', 'fd00::/8', '2001:db8::/33', 'loopback'])
    for (const address of ['10.255.0.1', '::ffff:10.1.1.1', '192.0.2.7', '172.31.255.255', 'fdff::1', '2001:db8:7fff::1', '127.0.0.1', '::1'])
      expect(`${address} ${inside(address)}`).toBe(`${address} true`)
    for (const address of ['11.0.0.1', '192.0.2.8', '172.32.0.0', 'fe00::1', '2001:db8:8000::1', 'unknown', '', '10.0.0.1.evil'])
      expect(`${address} ${inside(address)}`).toBe(`${address} false`)
    expect(networkTest([])('127.0.0.1')).toBe(false)
  })

  test('what is no network is refused: a slip must not mean everybody', () => {
    for (const slip of [
      '10.0.0.0/',
      '10.0.0.0/x',
      '10.0.0.0/33',
      'fd00::/129',
      '10.0.0.0/8/8',
      '10.0.0/8',
      'proxy',
      '',
      '/8',
      '10.0.0.0/-1',
      '10.0.0.0/8.5',
      '10.0.0.0/ 8',
    ])
      expect(() => networkTest([slip])).toThrow()
  })

  test('the client is the last hop that no trusted proxy has', () => {
    const trusted = networkTest(['10.0.0.0/8'])
    const cases: [peer: string, forwarded: string | null, client: string][] = [
      ['203.0.113.1', '1.1.1.1', '203.0.113.1'],
      ['10.0.0.1', null, '10.0.0.1'],
      ['10.0.0.1', '1.1.1.1', '1.1.1.1'],
      ['10.0.0.1', '6.6.6.6, 1.1.1.1', '1.1.1.1'],
      ['10.0.0.1', '6.6.6.6,1.1.1.1 , 10.0.0.9', '1.1.1.1'],
      ['10.0.0.1', '1.1.1.1, garbage', '10.0.0.1'],
      ['10.0.0.1', 'garbage, 10.0.0.2', '10.0.0.1'],
      ['10.0.0.1', '10.0.0.2, 10.0.0.3', '10.0.0.1'],
      ['10.0.0.1', '2001:db8::1', '2001:db8::1'],
      ['10.0.0.1', '', '10.0.0.1'],
    ]
    for (const [peer, forwarded, client] of cases)
      expect(`${peer} ${forwarded}: ${clientAddress(peer, forwarded, trusted)}`).toBe(`${peer} ${forwarded}: ${client}`)
  })
})
