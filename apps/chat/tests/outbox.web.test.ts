import { describe, expect, test } from 'bun:test'
import type { ApiError } from '#web/transport.ts'
import { type Keep, Outbox, type Pending } from '../web/outbox.ts'
import { me, room_id } from './some-messages.ts'

const offline: ApiError = { status: 0, message: '', fields: {} }

function shelf(): Keep & { held: Map<string, string> } {
  const held = new Map<string, string>()
  return {
    held,
    keys: (start) => [...held.keys()].filter((key) => key.startsWith(start)),
    get: (key) => held.get(key) ?? null,
    set: (key, value) => void (value === null ? held.delete(key) : held.set(key, value)),
  }
}

/** A line that can be cut; notes what came through it. */
function line() {
  const came: string[] = []
  const answer: { next: ApiError | undefined } = { next: undefined }
  const send = async ({ text }: Pending) => {
    await Bun.sleep(1)
    if (!answer.next) came.push(text)
    return answer.next
  }
  return { came, answer, send }
}

const states = (outbox: Outbox) => outbox.all().map(({ text, state }) => `${text} ${state}`)
const until = async (holds: () => boolean) => {
  for (const end = Date.now() + 5000; !holds() && Date.now() < end; ) await Bun.sleep(5)
  expect(holds()).toBe(true)
}

describe('the queue', () => {
  test('sends in the order of writing and keeps nothing afterwards', async () => {
    const [keep, { came, send }] = [shelf(), line()]
    const outbox = new Outbox(me, keep, send)
    for (const text of ['one', 'two', 'three']) outbox.add(room_id, text)
    await until(() => outbox.all().length === 0)
    expect(came).toEqual(['one', 'two', 'three'])
    expect(keep.held.size).toBe(0)
  })

  test('waits without a network, survives a reload, and sends each once when it is back', async () => {
    const [keep, { came, answer, send }] = [shelf(), line()]
    answer.next = offline
    const before = new Outbox(me, keep, send)
    before.add(room_id, 'one')
    before.add(room_id, 'two')
    await until(() => states(before)[0] === 'one waiting')
    before.close()
    const after = new Outbox(me, keep, send)
    expect(states(after)).toEqual(['one waiting', 'two waiting'])
    after.flush()
    await Bun.sleep(20)
    answer.next = undefined
    after.flush()
    after.flush()
    await until(() => after.all().length === 0)
    expect(came).toEqual(['one', 'two'])
  })

  test('shows a failure after some tries without an answer, and goes on when asked', async () => {
    const { came, answer, send } = line()
    answer.next = offline
    const outbox = new Outbox(me, shelf(), send)
    const { id } = outbox.add(room_id, 'one')
    for (let i = 0; i < 5; i++) {
      await Bun.sleep(10)
      outbox.wake()
    }
    await until(() => states(outbox)[0] === 'one failed')
    answer.next = undefined
    outbox.retry(id)
    await until(() => outbox.all().length === 0)
    expect(came).toEqual(['one'])
  })

  test('what the server refuses stays, says why, and does not hold up the next one', async () => {
    const { came, answer, send } = line()
    answer.next = { status: 403, message: '', fields: {} }
    const keep = shelf()
    const outbox = new Outbox(me, keep, send)
    outbox.add(room_id, 'one')
    await until(() => outbox.all()[0]?.refused === 'blocked')
    answer.next = undefined
    outbox.add(room_id, 'two')
    await until(() => outbox.all().length === 1)
    expect(came).toEqual(['two'])
    expect(states(new Outbox(me, keep, send))).toEqual(['one failed'])
  })

  test("another person's queue is not sent, and after a sign-out none is", () => {
    const [keep, { send }] = [shelf(), line()]
    const outbox = new Outbox(me, keep, () => new Promise(() => {}))
    outbox.add(room_id, 'one')
    expect(new Outbox('somebody else', keep, send).all()).toEqual([])
    keep.held.clear()
    outbox.reread()
    expect(outbox.all()).toEqual([])
  })
})
