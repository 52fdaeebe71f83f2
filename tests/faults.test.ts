import { afterAll, beforeAll, describe, expect, mock, setDefaultTimeout, spyOn, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { everyRow, rowCounts } from '#server/testing-rows.ts'
import { talker } from '../apps/chat/tests/talkers.ts'
import { apps } from '../apps/server.ts'
import { accountFlows, chatFlows, type Flow, type People, password, portalFlows, tasksFlows } from './faults/flows.ts'
import { breakPostgres, breakSqlite, type Faults } from './faults/statements.ts'

// Every write of the main flows with the first, the second, … the last statement of its request failing: what is answered with an error has left nothing
// behind, what is answered well is whole, nobody waits without end and nobody gets in who otherwise would not.
setDefaultTimeout(240_000)
const most_statements = 80
const patience_ms = 10_000

let faults: Faults & { cutAll?: () => void }
let t: TestSite
let people: People
let room_id: string
beforeAll(async () => {
  const url = process.env['TEST_DATABASE_URL']
  const relay = url ? await breakPostgres(url) : undefined
  faults = relay ?? breakSqlite()
  if (relay) process.env['TEST_DATABASE_URL'] = relay.url
  t = await testSite(apps)
  if (url) process.env['TEST_DATABASE_URL'] = url
  // Hashing is not what fails here.
  spyOn(Bun.password, 'hash').mockImplementation(async (plain) => `$argon2id$fake$${plain}`)
  spyOn(Bun.password, 'verify').mockImplementation(async (plain, hash) => hash === `$argon2id$fake$${plain}`)
  people = { t, admin: await t.person('admin'), asha: await talker(t, 'asha'), ravi: await talker(t, 'ravi') }
  const room = await people.asha.request('/api/chat/rooms/', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'ravi' }),
  })
  room_id = ((await room.json()) as { id: string }).id
})
afterAll(async () => {
  mock.restore()
  await t.end()
  await faults.close()
})

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(new Error('no answer')), patience_ms)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

const difference = (before: Record<string, number>, after: Record<string, number>) =>
  Object.fromEntries(Object.entries(after).flatMap(([table, count]) => (count === before[table] ? [] : [[table, count - (before[table] ?? 0)]])))

/** What one request that goes well adds to the tables. */
async function whole(flow: Flow): Promise<Record<string, number>> {
  const { send } = await flow.fresh()
  const [rows, counts] = [await everyRow(t.site), await rowCounts(t.site)]
  const answer = await send()
  if (!answer.ok) throw new Error(`${flow.name}: ${answer.status} ${await answer.text()}`)
  expect(await everyRow(t.site), 'it writes something').not.toBe(rows)
  return difference(counts, await rowCounts(t.site))
}

async function tryEach(flow: Flow): Promise<void> {
  // The first learns the words and makes the counters that the others find.
  await whole(flow)
  const added = await whole(flow)
  const { when } = faults
  let failed = 0
  let subject: Awaited<ReturnType<Flow['fresh']>> | undefined
  for (let n = 1; ; n++) {
    const where = `${flow.name}: the answer to statement ${n} lost ${when} it ran`
    if (n > most_statements) throw new Error(`${where}: there is no end of statements`)
    subject ??= await flow.fresh()
    const { send, holds } = subject
    const [rows, counts] = [when === 'before' ? await everyRow(t.site) : '', await rowCounts(t.site)]
    faults.arm(n)
    const answer = await inTime(send())
    const fired = faults.disarm()
    const left = difference(counts, await rowCounts(t.site))
    if (answer.status < 300) expect(left, where).toEqual(added)
    else {
      failed++
      expect(answer.status, where).toBeWithin(500, 504)
      expect(await answer.text(), where).not.toMatch(/disk|SQL|CONNECTION|statement/i)
      // A commit whose answer was lost may have happened, but then all of it.
      const may_be_done = when === 'after' || flow.answers_after
      if (may_be_done && Object.keys(left).length > 0) expect(left, where).toEqual(added)
      else expect({ left, changed: when === 'before' && (await everyRow(t.site)) !== rows }, where).toEqual({ left: {}, changed: false })
    }
    await holds?.(answer.status)
    if (!fired) break
    // What has left nothing behind can be tried again as it is.
    if (holds || answer.status < 300 || Object.keys(left).length > 0) subject = undefined
  }
  expect(failed, `${flow.name}: some statement is necessary`).toBeGreaterThan(0)
}

const flowsOf = { accounts: accountFlows, portal: portalFlows, tasks: tasksFlows } as const
const unset = {} as People
for (const [app, flows] of Object.entries(flowsOf))
  describe(app, () => {
    for (const [i, { name }] of flows(unset).entries()) test(name, async () => tryEach(flows(people)[i] as Flow))
  })

describe('chat', () => {
  const flows = (all: People) => chatFlows({ ...all, room_id, verified: (username) => talker(t, username) })
  for (const [i, { name }] of flows(unset).entries()) test(name, async () => tryEach(flows(people)[i] as Flow))
})

describe('nobody gets in by a fault', () => {
  const refusals: Record<string, () => Promise<() => Promise<Response>>> = {
    'with an ended session': async () => {
      const who = await t.person(`e${crypto.randomUUID().slice(0, 8)}`)
      const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      await who.request('/auth/logout/', { method: 'POST' })
      return () => t.visitor({ headers: { cookie } }).request('/auth/me/')
    },
    'with a wrong password': async () => {
      const who = await t.visitor().withCsrf()
      const body = JSON.stringify({ username: 'asha', password: `${password}x` })
      return () => who.request('/auth/login/', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    },
    'as a member among staff': async () => () => people.asha.request('/api/contact/messages'),
    'to another’s list': async () => {
      const id = Bun.randomUUIDv7()
      await people.ravi.request('/api/lists/', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id, name: 'Mine' }) })
      return () => people.asha.request(`/api/lists/${id}/`)
    },
    'to a conversation of others': async () => () => people.admin.request(`/api/chat/rooms/${room_id}/messages/`),
  }
  for (const [name, prepare] of Object.entries(refusals))
    test(name, async () => {
      for (let n = 1; n <= most_statements; n++) {
        const send = await prepare()
        faults.arm(n)
        const { status } = await inTime(send())
        expect(status, `statement ${n}`).toBeGreaterThanOrEqual(400)
        if (!faults.disarm()) break
      }
    })
})

test('a file that cannot be asked for changes of other programs ends no process, and nothing from before is kept', async () => {
  const look = spyOn(t.site.store, 'changedElsewhere').mockImplementation(() => {
    throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' })
  })
  t.site.kept.clear()
  const forget = spyOn(t.site.kept, 'clear')
  try {
    for (let waited = 0; forget.mock.calls.length < 2 && waited < patience_ms; waited += 50) await Bun.sleep(50)
    expect(forget.mock.calls.length).toBeGreaterThanOrEqual(2)
    expect(t.logged.filter((line) => line.includes('Whether another program has written cannot be asked'))).toHaveLength(1)
  } finally {
    look.mockRestore()
    forget.mockRestore()
  }
})

if (process.env['TEST_DATABASE_URL'])
  test('connections that end while nobody uses them are made anew', async () => {
    const profile = () => people.asha.request('/api/v1/users/profile/')
    for (let round = 0; round < 3; round++) {
      expect(await Promise.all(Array.from({ length: 12 }, async () => (await profile()).status))).toEqual(Array(12).fill(200))
      faults.cutAll?.()
      await Bun.sleep(100)
    }
  })
