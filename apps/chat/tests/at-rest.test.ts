import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { apps } from '#apps'
import { reveal, type Secret, secret } from '#server/crypto/secret.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import * as contract from '../contract.ts'
import { roomKeysOf } from '../server/keys.ts'
import { rotateChatKeys } from '../server/rotate.ts'
import { history, roomWith, say, talker } from './talkers.ts'

const canary = 'The canary of Kanyakumari sings at dawn'
const operator = { actor_id: null, ip: null, request_id: null }
let t: TestSite
let asha: Awaited<ReturnType<typeof talker>>
let room_id: string
beforeAll(async () => {
  t = await testSite(apps)
  asha = await talker(t, 'asha')
  await talker(t, 'ravi')
  room_id = (await roomWith(asha, 'ravi')).id
})
afterAll(() => t.end())

const sealedOf = async (id: string) =>
  reveal((await t.site.store.db.selectFrom('chat_messages').select('sealed').where('id', '=', id).executeTakeFirstOrThrow()).sealed as Secret<string>)
const put = (id: string, sealed: string) =>
  t.site.store.write(operator, (tx) =>
    tx
      .updateTable('chat_messages')
      .set({ sealed: secret(sealed) })
      .where('id', '=', id)
      .execute(),
  )
const read = async (id: string) => (await history(asha, room_id)).results.find((message) => message.id === id)

test('nothing readable is stored: not in the database and its log, not in audit, jobs or the log of the site', async () => {
  const { id } = (await say(asha, room_id, canary)).data
  await asha.call(contract.reportMessage, { params: { room_id, id }, body: { reason: 'other' } })
  await asha.call(contract.editMessage, { params: { room_id, id }, body: { text: `${canary}!` } })
  const words = [canary, 'Kanyakumari', Buffer.from(canary).toString('base64').slice(0, 40)]
  const { db } = t.site.store
  const tables = await Promise.all([
    db.selectFrom('audit_entries').selectAll().execute(),
    db.selectFrom('jobs').selectAll().execute(),
    db.selectFrom('chat_messages').selectAll().execute(),
    db.selectFrom('chat_reports').selectAll().execute(),
  ])
  const files = t.environment['DATABASE_URL'] ? [] : readdirSync(t.environment['DATA_DIR'] ?? '').filter((name) => name.startsWith('banyan.db'))
  if (!t.environment['DATABASE_URL']) expect(files.length).toBeGreaterThan(0)
  const stored = [JSON.stringify(tables), t.logged.join(''), ...files.map((name) => readFileSync(join(t.environment['DATA_DIR'] ?? '', name), 'latin1'))]
  for (const text of stored) for (const word of words) expect(text.includes(word)).toBe(false)
})

test('every message has an IV of its own', async () => {
  const ids = await Promise.all(Array.from({ length: 50 }, async () => (await say(asha, room_id, 'the same')).data.id))
  const ivs = await Promise.all(
    ids.map(async (id) =>
      Buffer.from(await sealedOf(id), 'base64')
        .subarray(0, 12)
        .toString('hex'),
    ),
  )
  expect(new Set(ivs).size).toBe(50)
})

test('what was altered or moved is shown as damaged, not skipped', async () => {
  const [one, two] = [(await say(asha, room_id, 'one')).data, (await say(asha, room_id, 'two')).data]
  const [first, second] = [await sealedOf(one.id), await sealedOf(two.id)]
  const bytes = Buffer.from(first, 'base64')
  for (const at of [0, 11, 12, bytes.length - 17, bytes.length - 1]) {
    const flipped = Buffer.from(bytes)
    flipped[at] = (flipped[at] ?? 0) ^ 1
    await put(one.id, flipped.toString('base64'))
    expect(await read(one.id)).toMatchObject({ text: null, damaged: true })
  }
  for (const nonsense of ['', 'x', 'AAAA', second]) {
    await put(one.id, nonsense)
    expect(await read(one.id)).toMatchObject({ text: null, damaged: true })
  }
  await put(one.id, first)
  expect(await read(one.id)).toMatchObject({ text: 'one', damaged: false })
  // The words of one in the mouth of the other.
  const other = (await t.site.store.db.selectFrom('users').select('id').where('username', '=', 'ravi').executeTakeFirstOrThrow()).id
  await t.site.store.write(operator, (tx) => tx.updateTable('chat_messages').set({ sender_id: other }).where('id', '=', one.id).execute())
  expect(await read(one.id)).toMatchObject({ text: null, damaged: true })
})

test('keys are wrapped anew while people talk; stopped half-way it goes on with the rest', async () => {
  const { id } = (await say(asha, room_id, 'before')).data
  for (const name of ['pal1', 'pal2', 'pal3']) {
    await talker(t, name)
    await say(asha, (await roomWith(asha, name)).id, 'hello')
  }
  const rooms = () => t.site.store.db.selectFrom('chat_rooms').select(['id', 'key_version', 'key_wrapped']).execute()
  const wrapped = await rooms()
  const [rotated, during] = await Promise.all([rotateChatKeys(t.site), say(asha, room_id, 'during')])
  expect(rotated).toEqual({ version: 2, rooms: wrapped.length })
  expect(during.status).toBe(201)
  const after = await rooms()
  expect(after.every(({ key_version }) => key_version === 2)).toBe(true)
  expect(after.map(({ key_wrapped }) => reveal(key_wrapped)).some((key) => wrapped.some((old) => reveal(old.key_wrapped) === key))).toBe(false)
  // Half-way: some are left behind.
  await t.site.store.write(operator, async (tx) => {
    const old = wrapped[0]
    if (old) await tx.updateTable('chat_rooms').set({ key_version: 1, key_wrapped: old.key_wrapped }).where('id', '=', old.id).execute()
  })
  expect(await rotateChatKeys(t.site)).toEqual({ version: 2, rooms: 1 })
  const fresh = await testSite(apps, { environment: t.environment })
  for (const room of await rooms()) expect(roomKeysOf(fresh.site).open(room)).toBeDefined()
  await fresh.stop()
  expect(await read(id)).toMatchObject({ text: 'before' })
})

test('a site with another SECRET_KEY does not start', async () => {
  const environment = { ...t.environment, SECRET_KEY: 'another secret, also of thirty-two bytes or more' }
  await expect(testSite(apps, { environment })).rejects.toThrow('SECRET_KEY is not the one')
})
