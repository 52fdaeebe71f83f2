import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { apps } from '#apps'
import { backUp } from '#server/backup/backup.ts'
import { reveal, type Secret, secret } from '#server/crypto/secret.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { everyRow } from '#server/testing-rows.ts'
import * as contract from '../contract.ts'
import { roomKeysOf } from '../server/keys.ts'
import { view } from '../server/message-view.ts'
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

/** Every file below the site's data, as text; among them a backup, as it is and unpacked. */
async function everyFile(): Promise<[string, string][]> {
  const folder = t.environment['DATA_DIR'] ?? ''
  const backup = join(folder, 'backups/backup.tar.gz')
  await backUp(t.site.config, backup)
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const files = names.map(({ parentPath, name }): [string, string] => [name, readFileSync(join(parentPath, name), 'latin1')])
  return [...files, ['backup, unpacked', gunzipSync(readFileSync(backup)).toString('latin1')]]
}

test('nothing readable is stored: not in the database, its log, a backup or any other file, not in audit, jobs or the log of the site', async () => {
  const { id } = (await say(asha, room_id, canary)).data
  await asha.call(contract.reportMessage, { params: { room_id, id }, body: { reason: 'other' } })
  await asha.call(contract.editMessage, { params: { room_id, id }, body: { text: `${canary}!` } })
  await asha.call(contract.searchMessages, { query: { q: canary } })
  const words = [canary, 'Kanyakumari', Buffer.from(canary).toString('base64').slice(0, 40)]
  const files = await everyFile()
  const names = ['backup.tar.gz', 'backup, unpacked', ...(t.environment['DATABASE_URL'] ? [] : ['banyan.db', 'banyan.db-wal'])]
  expect(files.map(([name]) => name)).toEqual(expect.arrayContaining(names))
  // The room is in it, so that its message would be.
  expect(files.find(([name]) => name === 'backup, unpacked')?.[1]).toContain(room_id)
  expect(files.find(([name]) => name === 'backup, unpacked')?.[1]).toContain(id)
  const stored: [string, string][] = [['every row', await everyRow(t.site)], ['log', t.logged.join('')], ...files]
  expect(stored.filter(([, text]) => words.some((word) => text.includes(word))).map(([name]) => name)).toEqual([])
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

test('a rotation that breaks off between two writes is finished by the next, while both talk and rooms are opened', async () => {
  const { site } = t
  let writes = 0
  const store = {
    ...site.store,
    write: ((context, work) => (writes++ > 0 ? Promise.reject(new Error('killed')) : site.store.write(context, work))) as typeof site.store.write,
  }
  await expect(rotateChatKeys({ ...site, store })).rejects.toThrow('killed')
  const versions = async () => (await site.store.db.selectFrom('chat_rooms').select('key_version').execute()).map(({ key_version }) => key_version)
  expect(new Set(await versions())).toEqual(new Set([2]))
  await talker(t, 'pal4')
  const fresh = (await roomWith(asha, 'pal4')).id
  let over = false
  const said: string[] = []
  const talking = (async () => {
    while (!over) {
      const { status, data } = await say(asha, said.length % 2 ? fresh : room_id, `word ${said.length}`)
      expect(status).toBe(201)
      said.push(data.id)
    }
  })()
  while (said.length < 4) await Bun.sleep(5)
  expect(await rotateChatKeys(site)).toEqual({ version: 3, rooms: (await versions()).length - 1 })
  const so_far = said.length
  while (said.length < so_far + 4) await Bun.sleep(5)
  over = true
  await talking
  expect(new Set(await versions())).toEqual(new Set([3]))
  // Another process, which has opened no room yet.
  const other = await testSite(apps, { environment: t.environment })
  for (const id of [room_id, fresh]) {
    const room = await other.site.store.db.selectFrom('chat_rooms').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const rows = await other.site.store.db.selectFrom('chat_messages').selectAll().where('room_id', '=', id).where('id', 'in', said).execute()
    expect(rows.map((row) => view(other.site, room, row, [], []).text).every((text) => text?.startsWith('word '))).toBe(true)
    expect(rows.length).toBeGreaterThanOrEqual(4)
  }
  await other.stop()
})

test('a site with another SECRET_KEY does not start', async () => {
  const environment = { ...t.environment, SECRET_KEY: 'another secret, also of thirty-two bytes or more' }
  // A line of text and the code of a wrong setting, not the place in our code.
  const said = expect.stringContaining('SECRET_KEY is not the one')
  await expect(testSite(apps, { environment })).rejects.toMatchObject({ exit_code: 78, message: said })
})
