import { afterAll, beforeAll, expect, test } from 'bun:test'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { defineApp } from '#server/app.ts'
import { job } from '#server/jobs/job.ts'
import { listen } from '#server/listen.ts'
import { Metrics } from '#server/observe/metrics.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { accounts } from '../../apps/accounts/server/index.ts'
import { portal } from '../../apps/portal/server/index.ts'
import { SocketClient } from '../realtime/client.ts'

const password = 'river stone mango 42'
const fails = job({
  name: 'sample.fails',
  payload: z.object({}),
  max_attempts: 1,
  async run() {
    throw new Error('as it should')
  },
})
const sample = defineApp({ name: 'sample', jobs: [fails] })

let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts, portal, sample], { environment: { RATE_LIMITS: 'on' } })
})
afterAll(() => t.end())

/** `name{labels}` and its value, of a text that follows the format to the letter. */
function samplesOf(text: string): Map<string, number> {
  const samples = new Map<string, number>()
  const typed = new Map<string, string>()
  expect(text.endsWith('\n')).toBe(true)
  for (const line of text.trimEnd().split('\n')) {
    const [, name, type] = /^# TYPE ([a-z_]+) (counter|gauge|histogram)$/.exec(line) ?? []
    if (name && type) {
      expect(typed.has(name)).toBe(false)
      typed.set(name, type)
    }
    if (line.startsWith('#')) {
      expect(line).toMatch(/^# (TYPE|HELP) [a-z_]+ \S/)
      continue
    }
    const [, key = '', metric = '', value = ''] =
      /^(([a-z_]+)(?:\{[a-z_]+="(?:[^"\\\n]|\\[\\"n])*"(?:,[a-z_]+="(?:[^"\\\n]|\\[\\"n])*")*\})?) (\S+)$/.exec(line) ?? []
    const family = typed.has(metric) ? metric : metric.replace(/_(bucket|sum|count)$/, '')
    expect({ line, type: typed.get(family), number: Number.isFinite(Number(value)), known: samples.has(key) }).toEqual({
      line,
      type: typed.get(family) as string,
      number: true,
      known: false,
    })
    expect(typed.get(family)).toBeDefined()
    samples.set(key, Number(value))
  }
  return samples
}

const ask = (headers: Record<string, string> = {}, address = '127.0.0.1', site = t) =>
  site.send(new Request('http://localhost/metrics', { headers: { host: 'localhost', ...headers } }), address)
const read = async () => samplesOf(await (await ask()).text())

test('requests are counted by the kind of their address, their method and status; buckets add up', async () => {
  const before = await read()
  const visitor = t.visitor({ address: '203.0.113.7' })
  for (let i = 0; i < 3; i++) await visitor.request('/api/states/kerala')
  await visitor.request('/api/states/goa')
  await visitor.request('/api/states/atlantis')
  await visitor.request('/api/nowhere')
  await visitor.request('/nowhere.txt')
  await t.send(new Request('http://localhost/api/states', { method: 'PROPFIND', headers: { host: 'localhost' } }))
  await ask({ host: 'elsewhere.example' })
  const after = await read()
  const grown = (key: string) => (after.get(key) ?? 0) - (before.get(key) ?? 0)
  expect(grown('banyan_http_requests_total{route="/api/states/:slug",method="GET",status="200"}')).toBe(4)
  expect(grown('banyan_http_requests_total{route="/api/states/:slug",method="GET",status="404"}')).toBe(1)
  expect(grown('banyan_http_requests_total{route="none",method="GET",status="404"}')).toBe(1)
  expect(grown('banyan_http_requests_total{route="page",method="GET",status="404"}')).toBe(1)
  expect(grown('banyan_http_requests_total{route="none",method="other",status="405"}')).toBe(1)
  expect(grown('banyan_http_requests_total{route="none",method="GET",status="400"}')).toBe(1)
  const of = 'route="/api/states/:slug",method="GET"'
  expect(grown(`banyan_http_request_duration_seconds_count{${of}}`)).toBe(5)
  expect(grown(`banyan_http_request_duration_seconds_bucket{${of},le="+Inf"}`)).toBe(5)
  expect(grown(`banyan_http_request_duration_seconds_sum{${of}}`)).toBeGreaterThan(0)
  const buckets = [...after].filter(([key]) => key.startsWith(`banyan_http_request_duration_seconds_bucket{${of}`)).map(([, value]) => value)
  expect(buckets.length).toBe(14)
  expect(buckets).toEqual([...buckets].sort((a, b) => a - b))
  expect([...after.keys()].filter((key) => key.includes('kerala') || key.includes('PROPFIND') || key.includes('nowhere'))).toEqual([])
})

test('sockets are counted as one address: those that were opened, and those that were refused', async () => {
  const before = await read()
  const server = listen(t, { ...t.site.config, PORT: 0 })
  try {
    const socket = await SocketClient.open(`ws://localhost:${server.port}/ws/`)
    expect((await read()).get('banyan_sockets_open')).toBe(1)
    socket.close()
    await SocketClient.open(`ws://localhost:${server.port}/ws/`, { authorization: `Bearer ${'a'.repeat(64)}` })
    await fetch(`http://localhost:${server.port}/ws/`, { headers: { host: 'elsewhere.example' } })
    const after = await read()
    const grown = (status: number) => {
      const key = `banyan_http_requests_total{route="/ws",method="GET",status="${status}"}`
      return (after.get(key) ?? 0) - (before.get(key) ?? 0)
    }
    expect([101, 401, 400].map(grown)).toEqual([1, 1, 1])
  } finally {
    await server.stop(true)
  }
})

test('what was written, refused and done by jobs is counted', async () => {
  const before = await read()
  const visitor = t.visitor({ address: '203.0.113.8', headers: { 'content-type': 'application/json' } })
  await visitor.request('/api/auth/register', { method: 'POST', body: JSON.stringify({ username: 'metra', email: 'metra@example.com', password }) })
  for (let i = 0; i < 4; i++)
    await visitor.request('/api/auth/login', { method: 'POST', body: JSON.stringify({ username: 'metra', password: 'not this one 7' }) })
  await t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) => tx.enqueue(fails, {}))
  await t.worker.drain()
  const after = await read()
  const grown = (key: string) => (after.get(key) ?? 0) - (before.get(key) ?? 0)
  expect(grown('banyan_audit_entries_total{action="accounts.login_failed"}')).toBe(3)
  expect(grown('banyan_limited_total{limit="login"}')).toBe(1)
  expect(grown('banyan_job_duration_seconds_count{job="sample.fails",result="dead"}')).toBe(1)
  expect(after.get('banyan_jobs{state="dead"}')).toBe(1)
  expect(after.get('banyan_jobs{state="queued"}')).toBe(0)
  expect(after.get('banyan_password_hashes{state="waiting"}')).toBe(0)
  expect(after.get('banyan_limiter_shared')).toBe(t.environment['REDIS_URL'] ? 1 : 0)
  if (t.site.store.dialect === 'postgres') expect(after.get('banyan_database_pool_connections{state="idle"}')).toBeGreaterThan(0)
  else expect(grown('banyan_database_commits_total')).toBeGreaterThan(3)
  for (const name of ['process_cpu_seconds_total', 'process_resident_memory_bytes', 'process_start_time_seconds']) expect(after.get(name)).toBeGreaterThan(0)
})

test('a job that waits shows how long it has, and that it does', async () => {
  await t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) => tx.enqueue(fails, {}, { run_at: new Date(t.site.now().getTime() - 60_000) }))
  const waiting = await read()
  expect(waiting.get('banyan_jobs{state="queued"}')).toBe(1)
  expect(waiting.get('banyan_job_oldest_due_seconds')).toBeGreaterThanOrEqual(60)
  await t.worker.drain()
  expect((await read()).get('banyan_job_oldest_due_seconds')).toBe(0)
})

test('without METRICS_TOKEN only this machine itself may read: for others, and through a proxy, there is no such address', async () => {
  const answer = await ask()
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
    'no-store',
  ])
  expect((await ask({}, '::1')).status).toBe(200)
  expect((await ask({}, '203.0.113.9')).status).toBe(404)
  expect((await ask({ 'x-forwarded-for': '127.0.0.1' }, '203.0.113.9')).status).toBe(404)
  expect((await ask({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(404)
  expect((await ask({ forwarded: 'for=203.0.113.9' })).status).toBe(404)
  expect((await ask({ host: 'rebound.example' })).status).toBe(400)
  expect((await t.visitor().request('/metrics', { method: 'POST' })).status).toBe(405)
})

test('with METRICS_TOKEN whoever brings it may, from anywhere; guesses are counted', async () => {
  const token = 'a token for the metrics'.replaceAll(' ', '-')
  const site = await testSite([accounts], { environment: { METRICS_TOKEN: token, RATE_LIMITS: 'on' } })
  try {
    const with_token = (authorization: string, address = '203.0.113.9') => ask({ authorization }, address, site)
    expect((await with_token(`Bearer ${token}`)).status).toBe(200)
    const none = await ask({}, '127.0.0.1', site)
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="metrics"'])
    const statuses: number[] = []
    for (let i = 0; i < 25; i++) statuses.push((await with_token(`Bearer ${token}${i}`)).status)
    expect(statuses.slice(0, 20)).toEqual(new Array(20).fill(401))
    expect(statuses.slice(20)).toEqual(new Array(5).fill(429))
    expect((await with_token(`Bearer ${token}`)).status).toBe(200)
    expect(await (await with_token(`Bearer ${token}`)).text()).not.toContain(token)
  } finally {
    await site.end()
  }
})

test('labels cannot break out of their line, and a figure that cannot be read is left out', async () => {
  const metrics = new Metrics()
  metrics.counter('odd_total', 'Odd', 'name').of('a"b\\c\nd').add()
  metrics.figure('gauge', 'broken', 'Broken', () => Promise.reject(new Error('no')))
  metrics.figure('gauge', 'never', 'Never', () => new Promise(() => {}))
  expect(await metrics.text()).toBe('# HELP odd_total Odd\n# TYPE odd_total counter\nodd_total{name="a\\"b\\\\c\\nd"} 1\n')
  expect(() => metrics.counter('odd_total', 'Again')).toThrow('two metrics are called odd_total')
})

test('the guide names each metric, and no other', async () => {
  const guide = await Bun.file(join(resolve(import.meta.dir, '../..'), 'docs/metrics.md')).text()
  const told = [...guide.matchAll(/^\| `([a-z_]+)`/gm)].map(([, name]) => name).sort()
  expect(told).toEqual([...t.site.metrics.all.names].sort() as typeof told)
})
