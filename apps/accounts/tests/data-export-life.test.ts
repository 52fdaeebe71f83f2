import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { strFromU8, unzipSync } from 'fflate'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { listExports, requestExport } from '../contract/data.ts'
import { buildExport } from '../server/build-export.ts'
import { accounts } from '../server/index.ts'
import { sweepExports } from '../server/sweep-exports.ts'
import { actions, nobody, password, signedUp } from './people.ts'

setDefaultTimeout(60_000)
const day = 86_400_000

let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

const ask = (who: Visitor, current_password?: string) => who.call(requestExport, { body: current_password ? { current_password } : {} })
const list = async (who: Visitor) => (await who.call(listExports, {})).data.items
const fetchZip = (who: Visitor, id: string, token: string) => who.request(`/auth/exports/${id}/download/?token=${token}`)
const sweep = () => sweepExports.run({ id: 'x', attempt: 1, payload: {}, site: t.site })
const keys = () => t.site.files.keys('exports/')

/** Asks and has it made. */
async function exported(who: Visitor) {
  const { status, data } = await ask(who)
  expect(status).toBe(201)
  await t.worker.drain()
  return data
}

test('the job may run twice: one mail, one entry, the same file', async () => {
  const person = await signedUp(t, 'twice')
  const { id } = (await ask(person)).data
  const run = () => buildExport.run({ id: 'x', attempt: 1, payload: { export_id: id, origin: 'http://localhost' }, site: t.site })
  await Promise.all([run(), run()])
  await run()
  await t.worker.drain()
  expect(await t.site.store.db.selectFrom('sent_mails').select('id').where('subject', '=', 'Your data is ready').execute()).toHaveLength(1)
  const entries = await t.site.store.db
    .selectFrom('audit_entries')
    .select('id')
    .where('action', '=', 'accounts.export_ready')
    .where('object_id', '=', id)
    .execute()
  expect(entries).toHaveLength(1)
  expect((await keys()).filter((key) => key.includes(id))).toEqual([`exports/${id}.zip`])
})

test('after seven days it is gone, bytes and all; what nobody speaks for is swept too, what is being made is not', async () => {
  const person = await signedUp(t, 'late')
  const { id, token } = await exported(person)
  await t.site.files.put('exports/orphan.zip', new Uint8Array([1]), 'application/zip')
  t.pass(6 * day)
  await sweep()
  expect((await keys()).filter((key) => key.includes(id) || key.includes('orphan'))).toEqual([`exports/${id}.zip`])
  t.pass(day)
  expect(await list(person)).toMatchObject([{ state: 'expired' }])
  expect((await fetchZip(person, id, token)).status).toBe(410)
  await sweep()
  expect((await keys()).filter((key) => key.includes(id))).toEqual([])
  expect(await list(person)).toMatchObject([{ id, state: 'expired' }])
  expect((await fetchZip(person, id, token)).status).toBe(410)
  expect(await actions(t)).toContain('accounts.export_expired')
})

test('one that fails at every try does not stand in the way for ever', async () => {
  const person = await signedUp(t, 'unlucky')
  const { id } = (await ask(person)).data
  await t.site.store.write(nobody, (tx) => tx.deleteFrom('jobs').where('name', '=', 'accounts.build_export').execute())
  expect((await ask(person)).status).toBe(409)
  t.pass(day + 60_000)
  await sweep()
  expect(await list(person)).toMatchObject([{ id, state: 'failed' }])
  expect((await ask(person, password)).status).toBe(201)
  await t.worker.drain()
})

/** Milliseconds that this thread has computed: other people's load on the machine does not count. */
function worked(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

test('a long history is put together without holding anybody up', async () => {
  const person = await signedUp(t, 'busy')
  const { id: user_id } = await t.site.store.db.selectFrom('users').select('id').where('username', '=', 'busy').executeTakeFirstOrThrow()
  for (let part = 0; part < 20; part++)
    await t.site.store.write(nobody, async (tx) => {
      for (let n = 0; n < 500; n++)
        await tx.audit({
          action: 'shelf.moved',
          model: 'books',
          object_id: `${part}-${n}`,
          actor_id: user_id,
          after: { title: crypto.randomUUID().repeat(20) },
        })
    })
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 3 && best > 50; round++) {
    let longest = 0
    let last = worked()
    const watch = setInterval(() => {
      longest = Math.max(longest, worked() - last)
      last = worked()
    }, 1)
    const { id, token } = await exported(person)
    clearInterval(watch)
    best = Math.min(best, longest)
    const history = JSON.parse(strFromU8(unzipSync(await (await fetchZip(person, id, token)).bytes())['accounts/security_history.json'] ?? new Uint8Array()))
    expect(history.length).toBeGreaterThan(10_000)
  }
  expect(best).toBeLessThanOrEqual(50)
})
