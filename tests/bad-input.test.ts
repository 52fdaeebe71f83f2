import { afterAll, beforeAll, expect, mock, setDefaultTimeout, spyOn, test } from 'bun:test'
import fc from 'fast-check'
import { doorOf } from '#contract/door.ts'
import { healthRoutes } from '#server/observe/health.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { rowCounts } from '#server/testing-rows.ts'
import { startSession } from '../apps/accounts/server/sessions.ts'
import { apps } from '../apps/server.ts'
import { eachKindOf } from './bad-input/each-kind.ts'
import { fits } from './bad-input/fits.ts'
import { type As, goodBody, type Try, triesOf, wrongMethods } from './bad-input/requests.ts'

setDefaultTimeout(120_000)
const least_requests = 2000
const routes = [...healthRoutes.all, ...apps.flatMap((app) => app.routes?.all ?? [])]
const runs_each = Math.ceil((least_requests + 200) / routes.length)

let t: TestSite
let admin_id = ''
let sent = 0
beforeAll(async () => {
  t = await testSite(apps)
  // Hashing is not what is tried here, and it would be most of the time: the other tests do it for real.
  spyOn(Bun.password, 'hash').mockImplementation(async () => '$argon2id$not-computed')
  spyOn(Bun.password, 'verify').mockImplementation(async () => false)
  const made = await t.visitor().request('/api/auth/register', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', email: 'admin@example.com', password: 'Peepal-tree-7' }),
  })
  expect(made.status).toBe(201)
  admin_id = (await t.site.store.db.selectFrom('users').select('id').executeTakeFirstOrThrow()).id
  // With a confirmed address every endpoint opens to them.
  await t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) => tx.updateTable('users').set({ email_verified_at: tx.now }).execute())
})
afterAll(async () => {
  mock.restore()
  await t.end()
})

const somewhere = { address: '127.0.0.1', user_agent: 'test' } as Parameters<typeof startSession>[2]['request']

/** A visitor of each kind; an admin gets a session of his own, since what he calls may end it. */
async function visitorAs(as: As): Promise<Visitor> {
  const visitor = t.visitor()
  if (as === 'stranger') visitor.cookies.set('sessionid', 'A'.repeat(43))
  if (as === 'admin' || as === 'forger') {
    const { secret } = await t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) =>
      startSession(tx, admin_id, { site: t.site, kind: 'cookie', request: somewhere, action: 'test' }),
    )
    visitor.cookies.set('sessionid', secret)
  }
  return as === 'admin' || as === 'stranger' ? visitor.withCsrf() : visitor
}

const leaks =
  /\bat \S+ \(|\.ts:\d+|\bselect .* from\b|\binsert into\b|sqlite|postgres|constraint|node_modules|ZodError|TypeError|SyntaxError|\bstack\b|Invalid (input|option|string|UUID|ISO)|Too (big|small): /i
/** What a refused sign-in, code or present password writes by right. */
const told_of_failures = ['audit_entries', 'login_failures']
const is_failure = (status: number, text: string) => status === 401 || /code_not_valid|This is not your password/.test(text)

async function judge({ name, as, method, address, headers, body, expected }: Try): Promise<Response> {
  const visitor = await visitorAs(as)
  const before = method === 'GET' || method === 'HEAD' ? undefined : await rowCounts(t.site)
  const response = await visitor.request(address, { method, headers, ...(body !== undefined && { body }) })
  sent++
  const text = await response.text()
  const what = `${method} ${name} as ${as}:`
  if (expected !== undefined) expect(`${what} ${response.status}`).toBe(`${what} ${expected}`)
  expect(response.status).toBeLessThan(500)
  for (const header of ['x-request-id', 'content-security-policy', 'x-content-type-options', 'cache-control'])
    expect(`${header} ${response.headers.has(header)}`).toBe(`${header} true`)
  if (response.status < 400) return response
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(text).not.toMatch(leaks)
  if (method !== 'HEAD') expectShape(name, address, JSON.parse(text))
  if (before) {
    const after = await rowCounts(t.site)
    if (is_failure(response.status, text)) for (const table of told_of_failures) after[table] = before[table] ?? 0
    expect(after).toEqual(before)
  }
  return response
}

function expectShape(name: string, address: string, body: unknown) {
  const door = routes.find(({ endpoint }) => endpoint.name === name)?.endpoint.door ?? doorOf(address.split('?')[0] ?? '')
  if (!door) throw new Error(`no door at ${address}`)
  expect({ door: door.name, fits: fits(door.errorSchema as Record<string, unknown>, body), message: door.readError(body).message.length > 0, body }).toEqual({
    door: door.name,
    fits: true,
    message: true,
    body,
  })
}

for (const route of routes)
  test(`${route.endpoint.name}: whatever it is sent, the right status in the door’s shape, and nothing half-written`, async () => {
    await fc.assert(
      fc.asyncProperty(triesOf(route), async (one) => void (await judge(one))),
      { numRuns: runs_each },
    )
  })

for (const route of routes)
  test(`${route.endpoint.name}: each kind of bad input, alone`, async () => {
    const kinds = eachKindOf(route)
    expect(kinds.length).toBeGreaterThan(1)
    for (const [kind, one] of kinds)
      expect(
        await judge(one).then(
          () => 'right',
          (error: Error) => error.message,
        ),
        kind,
      ).toBe('right')
  })

test('wrong methods: 405 with Allow, each address', async () => {
  for (const one of wrongMethods(routes)) {
    const response = await judge(one)
    expect(`${one.method} ${one.address} ${response.headers.get('allow')?.split(', ').sort().join(', ')}`).toBe(`${one.method} ${one.address} ${one.allow}`)
  }
})

test('two identical submits at once: one is made, the other is a conflict; half of nothing is left', async () => {
  const json = { 'content-type': 'application/json' }
  for (let round = 0; round < 20; round++) {
    const before = await rowCounts(t.site)
    const body = JSON.stringify({ username: `twin${round}`, email: `twin${round}@example.com`, password: 'Peepal-tree-7' })
    const [portal, session] = [round % 2 === 0, await t.visitor().withCsrf()]
    const submit = () =>
      portal
        ? t.visitor().request('/api/auth/register', { method: 'POST', headers: json, body })
        : session.request('/auth/register', { method: 'POST', headers: json, body })
    const statuses = (await Promise.all([submit(), submit()])).map(({ status }) => status).sort()
    expect(statuses).toEqual(portal ? [201, 409] : [201, 400].sort())
    const after = await rowCounts(t.site)
    for (const table of ['users', 'profiles', 'jobs']) expect(`${table} ${(after[table] ?? 0) - (before[table] ?? 0)}`).toBe(`${table} 1`)
  }
})

const rowsAdded = async (work: () => Promise<Response[]>) => {
  const before = await rowCounts(t.site)
  const answers = await work()
  const after = await rowCounts(t.site)
  for (const table of told_of_failures) delete after[table]
  return { answers, added: Object.entries(after).map(([table, count]): [table: string, added: number] => [table, count - (before[table] ?? 0)]) }
}

for (const { endpoint } of routes.filter(
  ({ endpoint: { method, accepts, path, example } }) => method !== 'GET' && accepts === 'json' && example && !path.includes(':'),
))
  test(`${endpoint.name}: two identical submits at once leave what they say they did, and no more`, async () => {
    const people = [await visitorAs('admin'), await visitorAs('admin'), await visitorAs('admin')]
    const submit = (n: number, body: unknown) =>
      people[n]?.request(endpoint.path, {
        method: endpoint.method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }) as Promise<Response>
    const alone = await rowsAdded(async () => [await submit(0, goodBody(endpoint, 2_000_001))])
    const twice = goodBody(endpoint, 2_000_002)
    const { answers, added } = await rowsAdded(() => Promise.all([submit(1, twice), submit(2, twice)]))
    sent += 3
    for (const answer of [...alone.answers, ...answers]) {
      expect(answer.status).toBeLessThan(500)
      if (answer.status >= 400) expectShape(endpoint.name, endpoint.path, await answer.json())
    }
    const done = answers.filter(({ ok }) => ok).length
    const by_one = Object.fromEntries(alone.added)
    expect(added.filter(([table, rows]) => rows > done * Math.max(0, by_one[table] ?? 0))).toEqual([])
  })

const registers = { '/api/auth/register': 409, '/auth/register': 400, '/api/v1/auth/register': 409, '/api/users/register': 400 }
for (const [path, refused] of Object.entries(registers))
  test(`${path}: twins in other case and Unicode form at once: one is made`, async () => {
    const own = 'abcd'[Object.keys(registers).indexOf(path)]
    for (const [n, names] of [
      ['gross', 'GROSS', 'groß', 'ＧＲＯＳＳ', 'groẞ'],
      ['renée', 'rene\u0301e', 'RENÉE', 'ＲＥＮÉＥ'],
    ].entries()) {
      const made = await Promise.all(
        names.map(async (name, i) => {
          const body = { username: `${own}${name}`, email: `form${own}${n}${i}@example.com`, password: 'Peepal-tree-7' }
          const again = path === '/api/users/register' && { password2: body.password }
          const visitor = await t.visitor().withCsrf()
          return visitor.request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...body, ...again }) })
        }),
      )
      expect(made.map(({ status }) => status).sort()).toEqual([201, ...new Array(names.length - 1).fill(refused)])
    }
  })

test(`at least ${least_requests} requests were sent, and nothing of ours was logged as failed`, () => {
  expect(sent).toBeGreaterThanOrEqual(least_requests)
  expect(t.logged.filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([])
})
