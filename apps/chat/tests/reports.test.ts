import { afterAll, beforeAll, expect, test } from 'bun:test'
import { apps } from '#apps'
import { addressOf } from '#contract/endpoint.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { png } from '#server/testing-pictures.ts'
import { addPicture } from '../contract/pictures.ts'
import { getReportedPicture, handleReport, listReports, reopenReport } from '../contract/reports.ts'
import * as contract from '../contract.ts'
import { sweepPictures } from '../server/jobs.ts'
import { roomWith, say, talker } from './talkers.ts'

const operator = { actor_id: null, ip: null, request_id: null }
type Talker = Awaited<ReturnType<typeof talker>>
let t: TestSite
let admin: Talker
let asha: Talker
let ravi: Talker
let room_id: string
beforeAll(async () => {
  t = await testSite(apps)
  // The first account of a site is its admin.
  admin = await talker(t, 'admin')
  asha = await talker(t, 'asha')
  ravi = await talker(t, 'ravi')
  room_id = (await roomWith(asha, 'ravi')).id
})
afterAll(() => t.end())

const report = (who: Visitor, id: string, note = '', reason: 'spam' | 'abuse' = 'abuse') =>
  who.call(contract.reportMessage, { params: { room_id, id }, body: { reason, note } })
const reports = async (state?: 'open' | 'handled') => (await admin.call(listReports, { query: { ...(state && { state }) } })).data.items
const picture = (who: Visitor, id: string, place: string) => who.request(addressOf(getReportedPicture, { params: { id, place } }))

test('staff see the reported message alone, with its pictures, even after its sender has deleted it', async () => {
  const [message_id, id] = [Bun.randomUUIDv7(), Bun.randomUUIDv7()]
  await say(asha, room_id, 'not for them')
  const uploaded = await asha.request(addressOf(addPicture, { params: { room_id, message_id, id } }), {
    method: 'PUT',
    body: png(30, 20),
    headers: { 'content-type': 'image/png' },
  })
  expect(uploaded.status).toBe(200)
  await asha.call(contract.sendMessage, { params: { room_id }, body: { id: message_id, text: 'an insult', pictures: [{ id, alt: 'a rude picture' }] } })
  expect((await report(asha, message_id)).status).toBe(400)
  // Twice at once is one report.
  expect((await Promise.all([report(ravi, message_id, 'please look'), report(ravi, message_id)])).map(({ status }) => status)).toEqual([204, 204])
  await asha.call(contract.deleteMessage, { params: { room_id, id: message_id } })
  const [one, ...more] = await reports()
  expect(more).toEqual([])
  expect(one).toMatchObject({
    reporter: { id: ravi.id, username: 'ravi' },
    sender: { id: asha.id, username: 'asha' },
    ...{ message_id, text: 'an insult', reason: 'abuse', handled: null },
    pictures: [{ place: 0, width: 30, height: 20 }],
  })
  const shown = await picture(admin, one?.id ?? '', '0')
  expect(await new Bun.Image(await shown.bytes()).metadata()).toMatchObject({ width: 30, height: 20, format: 'webp' })
  for (const who of [asha, ravi]) expect((await picture(who, one?.id ?? '', '0')).status).toBe(403)
  for (const [of, place] of [
    [one?.id ?? '', '1'],
    [one?.id ?? '', 'x'],
    [Bun.randomUUIDv7(), '0'],
  ] as const)
    expect((await picture(admin, of, place)).status).toBe(404)
  expect((await t.site.files.keys('chat-pictures/')).length).toBe(0)
  t.pass(25 * 3_600_000)
  await sweepPictures.run({ id: 'sweep', attempt: 1, payload: {}, site: t.site })
  expect((await t.site.files.keys('chat-reported/')).length).toBe(1)
})

test('a report is handled once, with a note, and may be opened again; every step is audited', async () => {
  const { id } = (await say(asha, room_id, 'buy this')).data
  await report(ravi, id, '', 'spam')
  const of = (await reports('open')).find(({ message_id }) => message_id === id)?.id ?? ''
  const handle = (who: Visitor, note = 'Wrote to them.') => who.call(handleReport, { params: { id: of }, body: { note } })
  expect((await handle(ravi)).status).toBe(403)
  expect((await Promise.all([handle(admin), handle(admin)])).map(({ status }) => status).sort()).toEqual([200, 409])
  expect((await reports('open')).some((one) => one.id === of)).toBe(false)
  expect((await reports('handled'))[0]).toMatchObject({ id: of, handled: { by: { username: 'admin' }, note: 'Wrote to them.' } })
  const reopen = () => admin.call(reopenReport, { params: { id: of } })
  expect((await reopen()).data.handled).toBeNull()
  expect((await reopen()).status).toBe(200)
  const actions = await t.site.store.db.selectFrom('audit_entries').select(['action', 'actor_id']).where('object_id', '=', of).orderBy('id').execute()
  expect(actions).toEqual([
    { action: 'chat.message_reported', actor_id: ravi.id },
    { action: 'chat.report_handled', actor_id: admin.id },
    { action: 'chat.report_reopened', actor_id: admin.id },
  ])
})

test('nobody handles a report about their own message', async () => {
  const own = (await roomWith(admin, 'ravi')).id
  const { id } = (await say(admin, own, 'mine')).data
  await ravi.call(contract.reportMessage, { params: { room_id: own, id }, body: { reason: 'other' } })
  const of = (await reports('open')).find(({ message_id }) => message_id === id)?.id ?? ''
  expect((await admin.call(handleReport, { params: { id: of }, body: {} })).status).toBe(403)
  expect((await admin.call(reopenReport, { params: { id: of } })).status).toBe(403)
})

test('of whoever has left neither the name nor what they said is shown', async () => {
  const erase = apps.find(({ name }) => name === 'chat')?.erase
  const keys = await t.site.store.write(operator, async (tx) => {
    const keys = (await erase?.(tx, asha.id)) ?? []
    await tx.updateTable('users').set({ deleted_at: tx.now }).where('id', '=', asha.id).execute()
    return keys
  })
  for (const key of keys) await t.site.files.remove(key)
  const theirs = (await reports()).filter(({ sender }) => sender.id === asha.id)
  expect(theirs.map(({ sender, text, pictures }) => [sender.username, text, pictures])).toEqual([
    ['', null, []],
    ['', null, []],
  ])
  expect(await t.site.files.keys('chat-reported/')).toEqual([])
})
