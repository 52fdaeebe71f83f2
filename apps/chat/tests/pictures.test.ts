import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { unzipSync } from 'fflate'
import { apps } from '#apps'
import { addressOf } from '#contract/endpoint.ts'
import { zipOf } from '#server/files/zip.ts'
import { personalAttachments } from '#server/personal-data.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { type Bytes, chunksOf, joined, jpegWithExif, png, text } from '#server/testing-pictures.ts'
import { addPicture, getPicture, max_stored_bytes, type Picture, removePicture } from '../contract/pictures.ts'
import * as contract from '../contract.ts'
import { sweepPictures } from '../server/jobs.ts'
import { ownConversations, ownPictures } from '../server/personal.ts'
import { rotateChatKeys } from '../server/rotate.ts'
import { history, roomWith, say, talker } from './talkers.ts'

setDefaultTimeout(60_000)
const operator = { actor_id: null, ip: null, request_id: null }
const newId = () => Bun.randomUUIDv7()
let t: TestSite
let asha: Awaited<ReturnType<typeof talker>>
let ravi: typeof asha
let other: typeof asha
let room_id: string
beforeAll(async () => {
  t = await testSite(apps)
  asha = await talker(t, 'asha')
  ravi = await talker(t, 'ravi')
  other = await talker(t, 'other')
  room_id = (await roomWith(asha, 'ravi')).id
})
afterAll(() => t.end())

const put = (who: Visitor, message_id: string, id: string, body: Bytes, type = 'image/png', room = room_id) =>
  who.request(addressOf(addPicture, { params: { room_id: room, message_id, id } }), { method: 'PUT', body, headers: { 'content-type': type } })
const get = (who: Visitor, id: string, size: 'large' | 'small' = 'large', room = room_id) =>
  who.request(addressOf(getPicture, { params: { room_id: room, id }, query: { size } }))
const send = (who: Visitor, id: string, pictures: { id: string; alt?: string }[], said = '') =>
  who.call(contract.sendMessage, { params: { room_id }, body: { id, text: said, pictures } })
const stored = async () => (await t.site.files.keys('chat-pictures/')).sort()
const fileAt = async (key: string) => new Uint8Array((await (await t.site.files.get(key))?.arrayBuffer()) ?? new ArrayBuffer())
const spaceOf = async (id: string) =>
  (await t.site.store.db.selectFrom('chat_space').select('used_bytes').where('user_id', '=', id).executeTakeFirst())?.used_bytes ?? 0
const sweep = () => sweepPictures.run({ id: newId(), attempt: 1, payload: {}, site: t.site })
const last = async (who: Visitor) => (await history(who, room_id, { limit: 1 })).results[0] as contract.Message

/** Uploads a picture and sends it. */
async function sent(said = '', alt = '', body = png(40, 30)): Promise<{ message_id: string; id: string }> {
  const [message_id, id] = [newId(), newId()]
  expect((await put(asha, message_id, id, body)).status).toBe(200)
  expect((await send(asha, message_id, [{ id, alt }], said)).status).toBe(201)
  return { message_id, id }
}

describe('a picture in a message', () => {
  test('is drawn anew in two sizes, turned upright, nothing but pixels; both of the room see it, with what it shows', async () => {
    const [message_id, id] = [newId(), newId()]
    const uploaded = await put(asha, message_id, id, await jpegWithExif(png(3000, 1500), 6), 'image/jpeg')
    expect(uploaded.status).toBe(200)
    const picture = (await uploaded.json()) as Picture
    expect(picture).toMatchObject({ id, width: 1024, height: 2048, alt: '', damaged: false })
    const message = await send(asha, message_id, [{ id, alt: '  The pass, in snow ' }])
    expect(message.data).toMatchObject({ text: '', damaged: false, pictures: [{ ...picture, alt: 'The pass, in snow' }] })
    expect(await last(ravi)).toEqual(message.data)
    for (const [size, width, height] of [
      ['large', 1024, 2048],
      ['small', 360, 720],
    ] as const)
      for (const who of [asha, ravi]) {
        const answer = await get(who, id, size)
        expect(answer.status).toBe(200)
        expect(Object.fromEntries(answer.headers)).toMatchObject({
          'content-type': 'image/webp',
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          'content-security-policy': "default-src 'none'; sandbox",
        })
        const bytes = await answer.bytes()
        expect(await new Bun.Image(bytes).metadata()).toEqual({ width, height, format: 'webp' })
        expect(chunksOf(bytes).filter((name) => !['VP8 ', 'VP8L', 'VP8X', 'ALPH'].includes(name))).toEqual([])
        expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/Exif|GPS/)
      }
  })

  test('a small one is not made larger; four go into one message in the order that it names', async () => {
    const [message_id, ids] = [newId(), [newId(), newId(), newId(), newId()]]
    for (const [n, id] of ids.entries()) expect((await put(asha, message_id, id, png(10 + n, 20))).status).toBe(200)
    const wanted = ids.toReversed()
    const { data } = await send(
      asha,
      message_id,
      wanted.map((id) => ({ id })),
      'four of them',
    )
    expect(data.pictures.map(({ id, width, height }) => [id, width, height])).toEqual(wanted.map((id) => [id, 10 + ids.indexOf(id), 20]))
    expect((await last(ravi)).pictures).toEqual(data.pictures)
    const five = [...ids, newId()].map((id) => ({ id }))
    expect((await send(asha, newId(), five)).status).toBe(400)
    expect((await send(asha, newId(), [{ id: ids[0] ?? '' }, { id: ids[0] ?? '' }])).status).toBe(400)
    expect((await send(asha, newId(), [])).status).toBe(400)
    expect((await send(asha, newId(), [], '\u200b')).status).toBe(400)
  })

  test('its words are searched, its text edited, even to nothing; without a picture a text may not be empty', async () => {
    const { message_id } = await sent('look at this', 'A yak at Tawang monastery')
    expect((await ravi.call(contract.searchMessages, { query: { q: 'monastery' } })).data.results.map(({ id }) => id)).toEqual([message_id])
    const edit = (id: string, said: string) => asha.call(contract.editMessage, { params: { room_id, id }, body: { text: said } })
    expect((await edit(message_id, '')).data).toMatchObject({ text: '', damaged: false, pictures: [{ alt: 'A yak at Tawang monastery' }] })
    const { id } = (await say(asha, room_id, 'words')).data
    expect((await edit(id, '')).status).toBe(400)
  })

  test('sent again after a lost answer it is the same; other pictures under its id are a conflict', async () => {
    const [message_id, id] = [newId(), newId()]
    const before = await spaceOf(asha.id)
    const answers = await Promise.all(Array.from({ length: 6 }, () => put(asha, message_id, id, png(50, 50))))
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200))
    expect((await stored()).filter((key) => !key.endsWith('.small')).length).toBe(await rowCount())
    const both = await Promise.all([send(asha, message_id, [{ id }]), send(asha, message_id, [{ id }])])
    expect(both.map(({ status }) => status)).toEqual([201, 201])
    expect(both[0]?.data).toEqual(both[1]?.data as contract.Message)
    expect((await send(asha, message_id, [], 'other')).status).toBe(409)
    const { stored_bytes } = await t.site.store.db.selectFrom('chat_pictures').select('stored_bytes').where('id', '=', id).executeTakeFirstOrThrow()
    expect(await spaceOf(asha.id)).toBe(before + stored_bytes)
  })
})

const rowCount = async () => (await t.site.store.db.selectFrom('chat_pictures').select('id').execute()).length

describe('what others may', () => {
  test('other rooms’ pictures are not there, and an unsent one is its sender’s alone', async () => {
    const [message_id, id] = [newId(), newId()]
    expect((await put(asha, message_id, id, png(20, 20))).status).toBe(200)
    expect((await get(asha, id)).status).toBe(200)
    expect((await get(ravi, id)).status).toBe(404)
    await send(asha, message_id, [{ id }])
    expect((await get(ravi, id)).status).toBe(200)
    expect((await get(other, id)).status).toBe(404)
    expect((await get(t.visitor(), id)).status).toBe(401)
    const own = (await roomWith(other, 'ravi')).id
    for (const who of [other, ravi]) expect((await get(who, id, 'large', own)).status).toBe(404)
    expect((await put(other, newId(), newId(), png(20, 20))).status).toBe(404)
    expect((await get(ravi, newId())).status).toBe(404)
    expect((await get(ravi, 'nonsense')).status).toBe(404)
    expect((await t.visitor().request(`/media/${(await stored())[0]}`)).status).toBe(404)
  })

  test('a message takes only what its sender uploaded for it, once', async () => {
    const [message_id, id] = [newId(), newId()]
    await put(asha, message_id, id, png(20, 20))
    expect((await send(ravi, newId(), [{ id }])).status).toBe(400)
    expect((await send(ravi, message_id, [{ id }])).status).toBe(400)
    expect((await send(asha, newId(), [{ id }])).status).toBe(400)
    expect((await put(ravi, message_id, id, png(20, 20))).status).toBe(409)
    expect((await put(asha, newId(), id, png(20, 20))).status).toBe(409)
    expect((await send(asha, message_id, [{ id }])).status).toBe(201)
    expect((await send(asha, newId(), [{ id }])).status).toBe(400)
  })

  test('taken back before it is sent it leaves nothing; the other’s and what was sent stay', async () => {
    const before = { files: await stored(), space: await spaceOf(asha.id) }
    const id = newId()
    await put(asha, newId(), id, png(20, 20))
    const remove = (who: Visitor, which: string) => who.call(removePicture, { params: { room_id, id: which } })
    expect((await remove(ravi, id)).status).toBe(404)
    expect((await remove(asha, id)).status).toBe(204)
    expect((await remove(asha, id)).status).toBe(404)
    expect({ files: await stored(), space: await spaceOf(asha.id) }).toEqual(before)
    expect((await remove(asha, (await sent()).id)).status).toBe(404)
  })

  test('who is blocked uploads nothing', async () => {
    await ravi.call(contract.blockPerson, { params: { user_id: asha.id } })
    expect((await put(asha, newId(), newId(), png(20, 20))).status).toBe(403)
    await ravi.call(contract.unblockPerson, { params: { user_id: asha.id } })
  })

  test('hostile files are refused, and nothing of them is stored', async () => {
    const before = await stored()
    const hostile: [Bytes, string, number][] = [
      [text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'image/svg+xml', 415],
      [text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'image/png', 400],
      [text('<!doctype html><script>alert(1)</script>'), 'image/jpeg', 400],
      [png(1, 1, undefined, { claims: [60_000, 60_000] }), 'image/png', 400],
      [png(5001, 5000), 'image/png', 400],
      [png(30, 30).slice(0, 60), 'image/png', 400],
      [text('GIF89a/*<script>*/=1;alert(1)'), 'image/gif', 400],
      [new Uint8Array(10 * 1024 * 1024 + 1), 'image/png', 413],
      [new Uint8Array(), 'image/png', 400],
    ]
    for (const [body, type, status] of hostile) expect((await put(asha, newId(), newId(), body, type)).status).toBe(status)
    expect(await stored()).toEqual(before)
    // What hides behind the pixels is not taken over.
    const { id } = await sent('', '', joined(png(30, 30), '<script>alert("canary")</script>'))
    expect(Buffer.from(await (await get(ravi, id)).bytes()).toString('latin1')).not.toContain('canary')
  })
})

describe('at rest', () => {
  test('nothing of it is readable: not its files, not in the database, and no two are alike', async () => {
    const body = png(64, 64)
    const first = await sent('', 'the canary of Kanyakumari', body)
    await sent('', '', body)
    const plain = Buffer.from(await (await get(asha, first.id)).bytes())
    const small = Buffer.from(await (await get(asha, first.id, 'small')).bytes())
    const files = await Promise.all((await stored()).map(async (key) => Buffer.from((await fileAt(key)).buffer)))
    const rows = Buffer.from(JSON.stringify(await t.site.store.db.selectFrom('chat_pictures').selectAll().execute()))
    for (const bytes of [...files, rows, Buffer.from(t.logged.join(''))])
      for (const needle of [plain.subarray(12, 44), small.subarray(12, 44), Buffer.from('RIFF'), Buffer.from('Kanyakumari')])
        expect(bytes.indexOf(needle)).toBe(-1)
    expect(new Set(files.map((bytes) => bytes.subarray(0, 12).toString('hex'))).size).toBe(files.length)
  })

  test('neither is it in an S3 store', async () => {
    const received: Buffer[] = []
    const store = Bun.serve({
      port: 0,
      async fetch(request) {
        if (request.method === 'PUT') received.push(Buffer.from(await request.bytes()))
        return new Response(null, { status: request.method === 'PUT' ? 200 : 404, headers: { etag: '"x"' } })
      },
    })
    const s3 = { S3_BUCKET: 'the-bucket', S3_ENDPOINT: store.url.origin, S3_REGION: 'here', S3_ACCESS_KEY_ID: 'the-key', S3_SECRET_ACCESS_KEY: 'a-secret' }
    const there = await testSite(apps, { environment: s3 })
    const meera = await talker(there, 'meera')
    await talker(there, 'kiran')
    const room = (await roomWith(meera, 'kiran')).id
    expect((await put(meera, newId(), newId(), png(64, 64), 'image/png', room)).status).toBe(200)
    expect(received.length).toBe(2)
    for (const bytes of received) for (const needle of ['RIFF', 'WEBP', 'VP8', 'PNG']) expect(bytes.indexOf(needle)).toBe(-1)
    await there.end()
    await store.stop(true)
  })

  test('altered, moved or lost bytes are not shown; a picture taken from a message or added to it spoils it', async () => {
    const [one, two] = [await sent('one'), await sent('two')]
    const row = (id: string) => t.site.store.db.selectFrom('chat_pictures').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const keyOf = async (id: string, size: string) => `chat-pictures/${(await row(id)).file}.${size}`
    const [large, small, foreign] = [await keyOf(one.id, 'large'), await keyOf(one.id, 'small'), await keyOf(two.id, 'large')]
    const original = await fileAt(large)
    const flipped = original.slice()
    flipped[20] = (flipped[20] ?? 0) ^ 1
    for (const bad of [flipped, original.slice(0, 10), await fileAt(small), await fileAt(foreign)]) {
      await t.site.files.put(large, bad, 'application/octet-stream')
      expect((await get(ravi, one.id)).status).toBe(410)
    }
    await t.site.files.remove(large)
    expect((await get(ravi, one.id)).status).toBe(410)
    expect((await get(ravi, one.id, 'small')).status).toBe(200)
    const read = async (id: string) => (await history(ravi, room_id)).results.find((message) => message.id === id)
    const change = (id: string, set: Partial<{ message_id: string }>) =>
      t.site.store.write(operator, (tx) => tx.updateTable('chat_pictures').set(set).where('id', '=', id).execute())
    await change(one.id, { message_id: two.message_id })
    for (const { message_id } of [one, two]) expect(await read(message_id)).toMatchObject({ text: null, damaged: true, pictures: [] })
    await change(one.id, { message_id: one.message_id })
    expect(await read(two.message_id)).toMatchObject({ text: 'two', damaged: false })
    // What another picture is said to show, said of this one.
    const [said, other] = [await sent('three', 'a lake'), await sent('four', 'a road')]
    const { alt_sealed } = await row(other.id)
    await t.site.store.write(operator, (tx) => tx.updateTable('chat_pictures').set({ alt_sealed }).where('id', '=', said.id).execute())
    expect(await read(said.message_id)).toMatchObject({ text: 'three', pictures: [{ alt: '', damaged: true }] })
  })

  test('keys are wrapped anew and it still opens', async () => {
    const { id } = await sent()
    await rotateChatKeys(t.site)
    const fresh = await testSite(apps, { environment: t.environment })
    const reader = fresh.visitor()
    for (const [name, value] of ravi.cookies) reader.cookies.set(name, value)
    expect((await get(reader, id)).status).toBe(200)
    await fresh.stop()
  })
})

describe('gone', () => {
  test('with its message, for both, and its space comes back', async () => {
    const before = { files: await stored(), space: await spaceOf(asha.id) }
    const { message_id, id } = await sent('words')
    expect((await stored()).length).toBe(before.files.length + 2)
    expect((await asha.call(contract.deleteMessage, { params: { room_id, id: message_id } })).data).toMatchObject({ text: null, pictures: [], damaged: false })
    for (const who of [asha, ravi]) expect((await get(who, id)).status).toBe(404)
    expect({ files: await stored(), space: await spaceOf(asha.id) }).toEqual(before)
  })

  test('what was never sent, and files that no row names, are swept after a day; what was sent stays', async () => {
    await sweep()
    const kept = await sent()
    const before = { files: await stored(), space: await spaceOf(asha.id) }
    await put(asha, newId(), newId(), png(20, 20))
    await t.site.files.put(`chat-pictures/${newId()}.large`, new Uint8Array([1]), 'application/octet-stream')
    await sweep()
    expect((await stored()).length).toBe(before.files.length + 3)
    t.pass(25 * 3_600_000)
    await sweep()
    expect({ files: await stored(), space: await spaceOf(asha.id) }).toEqual(before)
    expect((await get(ravi, kept.id)).status).toBe(200)
  })

  test('space is bounded: the last of it is given once', async () => {
    const used = (bytes: number) =>
      t.site.store.write(operator, (tx) => tx.updateTable('chat_space').set({ used_bytes: bytes }).where('user_id', '=', asha.id).execute())
    const before = await spaceOf(asha.id)
    const { stored_bytes } = await t.site.store.db
      .selectFrom('chat_pictures')
      .select('stored_bytes')
      .where('id', '=', (await sent()).id)
      .executeTakeFirstOrThrow()
    await used(max_stored_bytes - stored_bytes)
    const files = await stored()
    const statuses = (await Promise.all([1, 2, 3].map(() => put(asha, newId(), newId(), png(40, 30))))).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, 409, 409])
    expect((await stored()).length).toBe(files.length + 2)
    expect((await put(asha, newId(), newId(), png(40, 30))).status).toBe(409)
    expect((await put(ravi, newId(), newId(), png(40, 30))).status).toBe(200)
    await used(before)
  })

  test('one takes them along; erased, one’s pictures are gone for both', async () => {
    const { id } = await sent('to take along', 'a mountain')
    const { conversations } = (await ownConversations(t.site.store.db, ravi.id, t.site)) as {
      conversations: { messages: { text: string; pictures?: object[] }[] }[]
    }
    expect(conversations.flatMap(({ messages }) => messages).find(({ text: said }) => said === 'to take along')?.pictures).toEqual([
      { file: `pictures/${id}.webp`, alt: 'a mountain' },
    ])
    for (const person of [asha, ravi]) {
      const file = (await ownPictures(t.site.store.db, person.id, t.site)).find(({ name }) => name === `pictures/${id}.webp`)
      expect(await new Bun.Image((await file?.read()) ?? new Uint8Array()).metadata()).toMatchObject({ width: 40, height: 30 })
    }
    expect(await ownPictures(t.site.store.db, other.id, t.site)).toEqual([])
    const archive = unzipSync(await zipOf(await personalAttachments(t.site, ravi.id), t.site.now()))
    expect(await new Bun.Image(new Uint8Array(archive[`chat/pictures/${id}.webp`] ?? [])).metadata()).toMatchObject({ format: 'webp', width: 40 })
    const erase = apps.find(({ name }) => name === 'chat')?.erase
    const keys = await t.site.store.write(operator, async (tx) => (await erase?.(tx, asha.id)) ?? [])
    for (const key of keys) await t.site.files.remove(key)
    expect((await get(ravi, id)).status).toBe(404)
    const left = await t.site.store.db.selectFrom('chat_pictures').select('sender_id').execute()
    expect(left.filter(({ sender_id }) => sender_id === asha.id)).toEqual([])
    expect((await stored()).length).toBe(left.length * 2)
  })
})
