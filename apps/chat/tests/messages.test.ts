import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { apps } from '#apps'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { listReports } from '../contract/reports.ts'
import * as contract from '../contract.ts'
import { history, roomWith, say, talker } from './talkers.ts'

let t: TestSite
type Talker = Awaited<ReturnType<typeof talker>>
let asha: Talker
let ravi: Talker
let meera: Talker
let room_id: string
beforeAll(async () => {
  t = await testSite(apps)
  ;[asha, ravi, meera] = [await talker(t, 'asha'), await talker(t, 'ravi'), await talker(t, 'meera')]
  room_id = (await roomWith(asha, 'ravi')).id
})
afterAll(() => t.end())

const told = (name: string) => t.published.filter(({ event }) => event === name)
const texts = async (who: Visitor, id = room_id) => (await history(who, id)).results.map(({ text }) => text)

describe('rooms', () => {
  test('two who open one at the same moment get the same', async () => {
    const made = await Promise.all([roomWith(asha, 'meera'), roomWith(meera, 'asha'), roomWith(asha, 'MEERA')])
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    expect(made[1]?.with.username).toBe('asha')
  })
  test('the other one sees it with the first message', async () => {
    await talker(t, 'late')
    const { id } = await roomWith(asha, 'late')
    const rooms = async (who: Visitor) => (await who.call(contract.listRooms, {})).data.items.map((room) => room.id)
    expect(await rooms(asha)).not.toContain(id)
    await say(asha, id, 'hello')
    expect(await rooms(asha)).toContain(id)
  })
  test('oneself, unknown, unconfirmed and disabled people are nobody', async () => {
    await t.person('unconfirmed')
    for (const username of ['asha', 'nobody', 'unconfirmed']) expect((await asha.call(contract.openRoom, { body: { username } })).status).toBe(404)
  })
  test('people are found by the beginning of their name, however it is written, but not those who may not talk', async () => {
    const found = async (q: string) => (await asha.call(contract.findPeople, { query: { q } })).data.map(({ username }) => username)
    await talker(t, 'ravindra')
    await t.person('ravish')
    expect(await found('RAVI')).toEqual(['ravi', 'ravindra'])
    expect(await found('avi')).toEqual([])
    expect(await found('ash')).toEqual([])
    for (const q of ['%', '_avi', '*']) expect(await found(q)).toEqual([])
  })
  test('muting is one’s own: told to one’s own tabs, and messages go on coming', async () => {
    const mute = (muted: boolean) => ravi.call(contract.changeRoom, { params: { room_id }, body: { muted } })
    const muted = async (who: Visitor) => (await who.call(contract.getRoom, { params: { room_id } })).data.muted
    expect((await mute(true)).data.muted).toBe(true)
    expect(told('chat.room_changed').at(-1)).toMatchObject({ to: [ravi.id], data: { room_id } })
    expect([await muted(ravi), await muted(asha)]).toEqual([true, false])
    expect((await say(asha, room_id, 'quietly')).status).toBe(201)
    expect((await mute(false)).data.muted).toBe(false)
    expect((await meera.call(contract.changeRoom, { params: { room_id }, body: { muted: true } })).status).toBe(404)
  })
  test('whoever has not confirmed an address may not talk', async () => {
    expect((await (await t.person('silent')).call(contract.listRooms, {})).status).toBe(403)
  })
  test('a stranger’s room does not exist', async () => {
    const params = { room_id }
    expect((await meera.call(contract.getRoom, { params })).status).toBe(404)
    expect((await meera.call(contract.listMessages, { params, query: {} })).status).toBe(404)
    expect((await say(meera, room_id, 'x')).status).toBe(404)
    expect((await meera.call(contract.markRead, { params, body: { seq: 1 } })).status).toBe(404)
    expect((await meera.call(contract.tellTyping, { params })).status).toBe(404)
    expect((await asha.call(contract.getRoom, { params: { room_id: Bun.randomUUIDv7() } })).status).toBe(404)
  })
  test('the list is paged, the latest first', async () => {
    const many = await talker(t, 'many')
    for (const name of ['pal1', 'pal2', 'pal3']) {
      await talker(t, name)
      await say(many, (await roomWith(many, name)).id, name)
      t.pass(1000)
    }
    const first = (await many.call(contract.listRooms, { query: { limit: 2 } })).data
    const second = (await many.call(contract.listRooms, { query: { limit: 2, cursor: first.next ?? '' } })).data
    expect([...first.items, ...second.items].map((room) => room.with.username)).toEqual(['pal3', 'pal2', 'pal1'])
    expect(second.next).toBeNull()
    expect((await many.call(contract.listRooms, { query: { cursor: 'x' } })).status).toBe(400)
  })
})

describe('messages', () => {
  test('are numbered without a gap, told to both, and read by both', async () => {
    const { id } = await roomWith(ravi, 'meera')
    const sent = [(await say(ravi, id, 'नमस्ते')).data, (await say(meera, id, '  வணக்கம் ')).data]
    expect(sent.map(({ seq, text }) => [seq, text])).toEqual([
      [1, 'नमस्ते'],
      [2, 'வணக்கம்'],
    ])
    expect(await texts(ravi, id)).toEqual(['नमस्ते', 'வணக்கம்'])
    expect(told('chat.message_sent').at(-1)).toMatchObject({ to: [ravi.id, meera.id].sort(), data: { seq: 2, sender: meera.id, text: 'வணக்கம்' } })
  })
  test('sent again with the same id add nothing, whatever comes back', async () => {
    const id = Bun.randomUUIDv7()
    const before = (await history(asha, room_id)).last_seq
    const answers = await Promise.all(Array.from({ length: 10 }, () => say(asha, room_id, 'once', id)))
    expect(answers.map(({ status }) => status)).toEqual(new Array(10).fill(201))
    expect(new Set(answers.map(({ data }) => data.seq)).size).toBe(1)
    expect((await history(asha, room_id)).last_seq).toBe(before + 1)
    expect((await say(asha, room_id, 'another text', id)).status).toBe(409)
    expect((await say(ravi, room_id, 'once', id)).status).toBe(409)
    expect((await say(ravi, room_id, 'next')).data.seq).toBe(before + 2)
  })
  test('of many at once get every number once', async () => {
    const { id } = await roomWith(asha, 'pal1')

    const sent = await Promise.all(Array.from({ length: 50 }, (_, n) => say(asha, id, `n${n}`)))
    expect(sent.map(({ data }) => data.seq).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1))
  })
  test('are paged both ways by number', async () => {
    const { id } = await roomWith(asha, 'pal1')
    const seqs = async (query: { before?: number; after?: number; limit?: number }) => (await history(asha, id, query)).results.map(({ seq }) => seq)
    expect(await seqs({ limit: 3 })).toEqual([48, 49, 50])
    expect(await seqs({ before: 48, limit: 3 })).toEqual([45, 46, 47])
    expect(await seqs({ after: 2, limit: 3 })).toEqual([3, 4, 5])
    expect(await seqs({ after: 50 })).toEqual([])
  })
  test('empty, invisible and overlong ones are refused', async () => {
    for (const text of ['', '  ', '\u200b\u200d', 'x'.repeat(4001)]) expect((await say(asha, room_id, text)).status).toBe(400)
    expect((await say(asha, room_id, '👩‍👩‍👧‍👦'.repeat(400))).status).toBe(201)
  })
  test('are edited by their sender alone, with a mark', async () => {
    const { id } = (await say(asha, room_id, 'tpyo')).data
    expect((await ravi.call(contract.editMessage, { params: { room_id, id }, body: { text: 'mine' } })).status).toBe(403)
    const edited = await asha.call(contract.editMessage, { params: { room_id, id }, body: { text: 'typo' } })
    expect(edited.data).toMatchObject({ text: 'typo', edited_at: expect.any(String) })
    expect(told('chat.message_changed').at(-1)?.data).toMatchObject({ id, text: 'typo' })
    // A retry of the first sending, come late, does not undo the edit.
    expect((await say(asha, room_id, 'tpyo', id)).data.text).toBe('typo')
  })
  test('are deleted by their sender alone, for both, and nothing of the text stays', async () => {
    const { id, seq } = (await say(asha, room_id, 'secret')).data
    expect((await ravi.call(contract.deleteMessage, { params: { room_id, id } })).status).toBe(403)
    expect((await asha.call(contract.deleteMessage, { params: { room_id, id } })).data).toMatchObject({ text: null, deleted_at: expect.any(String) })
    expect((await history(ravi, room_id, { after: seq - 1, limit: 1 })).results[0]).toMatchObject({ id, text: null, damaged: false })
    const row = await t.site.store.db.selectFrom('chat_messages').select('sealed').where('id', '=', id).executeTakeFirstOrThrow()
    expect(row.sealed).toBeNull()
    expect((await asha.call(contract.editMessage, { params: { room_id, id }, body: { text: 'x' } })).status).toBe(410)
  })
  test('answer others of the same room', async () => {
    const first = (await say(asha, room_id, 'question')).data
    expect((await say(ravi, room_id, 'answer', undefined, first.id)).data.reply_to).toBe(first.id)
    expect((await say(ravi, room_id, 'answer', undefined, Bun.randomUUIDv7())).status).toBe(404)
  })
  test('carry one reaction of each', async () => {
    const { id } = (await say(asha, room_id, 'joke')).data
    const react = (who: Visitor, emoji: string | null) => who.call(contract.react, { params: { room_id, id }, body: { emoji } })
    await react(ravi, '👍')
    await react(ravi, '😂')
    expect((await react(asha, '😂')).data.reactions).toEqual([{ emoji: '😂', user_ids: [ravi.id, asha.id] }])
    expect((await react(ravi, null)).data.reactions).toEqual([{ emoji: '😂', user_ids: [asha.id] }])
    for (const emoji of ['x', '', '👍👍', '<b>']) expect((await react(ravi, emoji)).status).toBe(400)
  })
})

describe('marks', () => {
  test('unread counts are the other’s messages; reading moves forward only and is told', async () => {
    const { id } = await roomWith(asha, 'pal2')
    const room = async (who: Visitor) => (await who.call(contract.getRoom, { params: { room_id: id } })).data
    for (const text of ['one', 'two', 'three']) await say(asha, id, text)
    expect((await room(asha)).unread).toBe(0)
    const read = (seq: number) => asha.call(contract.markRead, { params: { room_id: id }, body: { seq } })
    expect((await read(2)).data).toEqual({ read_seq: 2, unread: 0 })
    expect((await read(1)).data.read_seq).toBe(2)
    expect((await read(99)).data.read_seq).toBe(3)
  })
  test('the other one sees delivered and read', async () => {
    const { id } = await roomWith(ravi, 'asha')
    const { seq } = (await say(ravi, id, 'seen?')).data
    const seen = async () => (await ravi.call(contract.getRoom, { params: { room_id: id } })).data
    const unread = async () => (await asha.call(contract.getRoom, { params: { room_id: id } })).data.unread
    expect(await unread()).toBeGreaterThan(0)
    await asha.call(contract.markDelivered, {
      body: {
        rooms: [
          { room_id: id, seq },
          { room_id: Bun.randomUUIDv7(), seq: 1 },
        ],
      },
    })
    expect(await seen()).toMatchObject({ their_delivered_seq: seq })
    expect((await seen()).their_read_seq).toBeLessThan(seq)
    await asha.call(contract.markRead, { params: { room_id: id }, body: { seq } })
    expect(await seen()).toMatchObject({ their_read_seq: seq })
    expect(await unread()).toBe(0)
    expect(told('chat.marks_moved').at(-1)).toMatchObject({ data: { room_id: id, user_id: asha.id, read_seq: seq } })
  })
})

test('deleted while it is edited and reacted to, a message stays deleted', async () => {
  const { id } = await roomWith(meera, 'ravi')
  for (let round = 0; round < 25; round++) {
    const sent = (await say(meera, id, `secret ${round}`)).data
    const params = { room_id: id, id: sent.id }
    const answers = await Promise.all([
      meera.call(contract.editMessage, { params, body: { text: 'secret again' } }),
      meera.call(contract.deleteMessage, { params }),
      ravi.call(contract.react, { params, body: { emoji: '👍' } }),
      meera.call(contract.deleteMessage, { params }),
    ])
    expect(answers.filter(({ status }) => status === 200 || status === 410)).toHaveLength(4)
    expect((await history(ravi, id, { after: sent.seq - 1, limit: 1 })).results).toMatchObject([{ text: null, reactions: [], deleted_at: expect.any(String) }])
    const stored = t.site.store.db.selectFrom('chat_messages').select('sealed').where('id', '=', sent.id).executeTakeFirst()
    expect(await stored).toEqual({ sealed: null })
  }
})

test('what is said while the other reads the same again is counted as unread', async () => {
  const { id } = await roomWith(meera, 'ravi')
  const { seq } = (await say(meera, id, 'first')).data
  const read = () => ravi.call(contract.markRead, { params: { room_id: id }, body: { seq } })
  await read()
  for (let round = 1; round <= 15; round++) {
    await Promise.all([read(), say(meera, id, `more ${round}`), read(), read()])
    expect((await ravi.call(contract.getRoom, { params: { room_id: id } })).data.unread).toBe(round)
    expect((await read()).data).toEqual({ read_seq: seq, unread: round })
  }
})

test('numbers and cursors that no client was given are refused, not passed on to the database', async () => {
  const asked = async (path: string) => {
    const response = await asha.request(`/api/chat/rooms/${path}`)
    return [response.status, Object.keys((await response.json()) as object)]
  }
  for (const name of ['before', 'after']) expect(await asked(`${room_id}/messages/?${name}=2147483648`)).toEqual([400, [name]])
  expect((await asked(`${room_id}/messages/?before=2147483647`))[0]).toBe(200)
  const id = Bun.randomUUIDv7()
  for (const position of [{ at: '1 Jan', id }, { at: '2026', id }, { at: new Date().toISOString(), id: '-'.repeat(36) }, { at: 7, id }, null])
    expect(await asked(`?cursor=${Buffer.from(JSON.stringify(position)).toString('base64url')}`)).toEqual([400, ['cursor']])
})

test('lines end in one way, and control characters are left out', async () => {
  const { id } = await roomWith(meera, 'ravi')
  expect((await say(meera, id, 'one\r\ntwo\rthree\n\tfour\u0007\u009b!')).data.text).toBe('one\ntwo\nthree\n\tfour!')
  expect((await say(meera, id, '\u0007')).status).toBe(400)
})

test('a message’s id in capitals is the same id: sent again it adds nothing', async () => {
  const { id } = await roomWith(meera, 'ravi')
  const own = Bun.randomUUIDv7()
  const sent = await say(meera, id, 'once', own.toUpperCase())
  expect([sent.status, sent.data.id]).toEqual([201, own])
  expect((await say(meera, id, 'once', own)).data).toEqual(sent.data)
  expect((await say(ravi, id, 'answer', Bun.randomUUIDv7(), own.toUpperCase())).data.reply_to).toBe(own)
  expect((await texts(meera, id)).slice(-2)).toEqual(['once', 'answer'])
})

describe('blocking and reporting', () => {
  test('neither can write, neither finds the other, and the blocked one is not told', async () => {
    const [anna, bela] = [await talker(t, 'anna'), await talker(t, 'bela')]
    const { id } = await roomWith(anna, 'bela')
    const first = (await say(anna, id, 'hi')).data
    const before = told('chat.room_changed').length
    expect((await bela.call(contract.blockPerson, { params: { user_id: anna.id } })).status).toBe(204)
    expect(told('chat.room_changed').slice(before)).toMatchObject([{ to: [bela.id] }])
    for (const who of [anna, bela]) expect((await say(who, id, 'still there?')).status).toBe(403)
    // What was said before may be taken back, not turned into something else.
    const of_anna = { room_id: id, id: first.id }
    const changes = told('chat.message_changed').length
    expect((await anna.call(contract.editMessage, { params: of_anna, body: { text: 'you again' } })).status).toBe(403)
    for (const who of [anna, bela]) expect((await who.call(contract.react, { params: of_anna, body: { emoji: '👍' } })).status).toBe(403)
    expect(told('chat.message_changed')).toHaveLength(changes)
    expect((await bela.call(contract.react, { params: of_anna, body: { emoji: null } })).status).toBe(200)
    expect((await anna.call(contract.deleteMessage, { params: of_anna })).status).toBe(200)
    expect((await anna.call(contract.findPeople, { query: { q: 'bel' } })).data).toEqual([])
    expect((await bela.call(contract.findPeople, { query: { q: 'ANN' } })).data).toEqual([])
    expect((await anna.call(contract.openRoom, { body: { username: 'bela' } })).status).toBe(404)
    expect((await bela.call(contract.listBlocks, {})).data).toEqual([{ id: anna.id, username: 'anna', avatar: null }])
    expect((await anna.call(contract.getRoom, { params: { room_id: id } })).data.blocked).toBe(false)
    await bela.call(contract.unblockPerson, { params: { user_id: anna.id } })
    expect((await say(anna, id, 'thank you')).status).toBe(201)
    expect((await bela.call(contract.findPeople, { query: { q: 'ann' } })).data.map(({ username }) => username)).toEqual(['anna'])
  })
  test('to whoever has left nobody writes any more; what was said stays to be read', async () => {
    const [anna, gone] = [await talker(t, 'anna-stays'), await talker(t, 'gopal-leaves')]
    const { id } = await roomWith(anna, 'gopal-leaves')
    const first = (await say(gone, id, 'I am off')).data
    const sent = (await say(anna, id, 'Fare well')).data
    await t.site.store.write({ actor_id: null, ip: null, request_id: null }, async (tx) => {
      await tx.updateTable('users').set({ deleted_at: tx.now }).where('id', '=', gone.id).execute()
    })
    const before = t.published.length
    expect((await say(anna, id, 'Are you there?')).status).toBe(403)
    const on = (message_id: string) => ({ params: { room_id: id, id: message_id } })
    expect((await anna.call(contract.editMessage, { ...on(sent.id), body: { text: 'Farewell' } })).status).toBe(403)
    expect((await anna.call(contract.react, { ...on(first.id), body: { emoji: '👍' } })).status).toBe(403)
    expect((await anna.call(contract.tellTyping, { params: { room_id: id } })).status).toBe(403)
    expect(t.published.length).toBe(before)
    // What was acknowledged stays acknowledged: a retry after a lost answer.
    expect((await say(anna, id, 'Fare well', sent.id)).status).toBe(201)
    expect(await texts(anna, id)).toEqual(['I am off', 'Fare well'])
    expect((await anna.call(contract.getRoom, { params: { room_id: id } })).data).toMatchObject({ last_seq: 2, with: { username: '' } })
  })
  test('staff see the reported message and no other', async () => {
    const before = await say(ravi, room_id, 'innocent words')
    const { id } = (await say(ravi, room_id, 'rude words')).data
    const report = (who: Visitor) => who.call(contract.reportMessage, { params: { room_id, id }, body: { reason: 'abuse', note: 'please look' } })
    expect((await report(asha)).status).toBe(204)
    expect((await report(asha)).status).toBe(204)
    expect((await report(ravi)).status).toBe(400)
    expect((await report(meera)).status).toBe(404)
    expect((await meera.call(listReports, {})).status).toBe(403)
    // The first to sign up is the admin.
    const { body } = await asha.call(listReports, {})
    expect(JSON.stringify(body)).toContain('rude words')
    expect(JSON.stringify(body)).not.toContain('innocent words')
    expect((body as { results: unknown[] }).results).toHaveLength(1)
    expect(before.status).toBe(201)
  })
})

test('search looks through one’s own conversations only, in any script', async () => {
  await say(asha, room_id, 'The Rann of Kutch is white')
  await say(ravi, room_id, 'राजस्थान में ऊँट')
  const find = async (who: Visitor, q: string) => (await who.call(contract.searchMessages, { query: { q } })).data.results.map(({ text }) => text)
  expect(await find(asha, 'rann')).toEqual(['The Rann of Kutch is white'])
  for (const q of ['राज', 'ऊँट', 'में ऊँ']) expect(await find(ravi, q)).toEqual(['राजस्थान में ऊँट'])
  // The same letters in another spelling: with a dot of its own, and ready-made.
  await say(ravi, room_id, 'सड़क पर'.normalize('NFD'))
  for (const q of ['स\u0921\u093cक', 'स\u095cक']) expect(await find(asha, q)).toEqual(['सड़क पर'.normalize('NFC')])
  expect(await find(meera, 'rann')).toEqual([])
})
