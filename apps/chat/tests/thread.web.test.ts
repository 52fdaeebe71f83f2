import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Message } from '../contract.ts'
import { endSeq, firstPart, firstSeq, hasEarlier, hasLater, merge, placeIn, startThread, type Thread } from '../web/thread.ts'
import { me, message, room, you } from './some-messages.ts'

const thread = (from: number, to: number, last_seq = to) => startThread(range(from, to), last_seq)
const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => message(from + i))
const seqs = ({ messages }: Thread) => messages.map(({ seq }) => seq)

describe('a part of a conversation', () => {
  test('takes pages at both ends and news at its end', () => {
    const all = merge(merge(thread(10, 20), range(5, 9)), [message(21)])
    expect(seqs(all)).toEqual(range(5, 21).map(({ seq }) => seq))
    expect([firstSeq(all), endSeq(all), hasEarlier(all), hasLater(all)]).toEqual([5, 21, true, false])
  })

  test('knows each message once, however often it comes', () => {
    expect(seqs(merge(thread(1, 5), [message(4), message(5), message(6), message(6)]))).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('leaves out what does not touch it, and knows that there is more', () => {
    const gap = merge(thread(1, 5), [message(8)])
    expect(seqs(gap)).toEqual([1, 2, 3, 4, 5])
    expect(hasLater(gap)).toBe(true)
    expect(seqs(merge(gap, range(6, 8)))).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  test('begins with the first message that is heard', () => {
    expect(seqs(merge(startThread([], 0), [message(1)]))).toEqual([1])
  })

  test('an older state of a message does not replace a newer one', () => {
    const edited: Message = { ...message(2), text: 'new', edited_at: '2026-01-02T00:00:00.000Z' }
    const deleted: Message = { ...message(3), text: null, deleted_at: '2026-01-02T00:00:00.000Z' }
    const { messages } = merge(merge(thread(1, 3), [edited, deleted]), [message(2), message(3)])
    expect(messages.map(({ text }) => text)).toEqual(['text 1', 'new', null])
  })

  test('pages and news in any order, with repeats, never leave a gap, a double or a wrong order', () => {
    const pieces = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 12 })), { maxLength: 30 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), pieces, (start, heard) => {
        let part = thread(start, start)
        for (const [from, length] of heard) part = merge(part, range(from, Math.min(60, from + length)))
        const got = seqs(part)
        expect(got).toEqual(got.map((_, i) => (got[0] ?? 0) + i))
        expect(got).toContain(start)
        expect(part.last_seq).toBe(Math.max(start, ...heard.map(([from, length]) => Math.min(60, from + length))))
      }),
    )
  })
})

describe('a conversation opens', () => {
  /** What is asked of a room with these messages, and the numbers with which it opens. */
  async function opened(all: Message[], read_seq: number, at?: number) {
    const asked: object[] = []
    const unread = all.filter(({ seq, sender }) => seq > read_seq && sender === you).length
    const { results } = await firstPart(room({ read_seq, unread, last_seq: all.length }), at, async (query) => {
      asked.push(query)
      const { after, limit } = query
      return { results: after === undefined ? all.slice(-limit) : all.filter(({ seq }) => seq > after).slice(0, limit), last_seq: all.length }
    })
    return { asked, from: results[0]?.seq, to: results.at(-1)?.seq }
  }
  const own = (from: number, to: number) => range(from, to).map((one) => ({ ...one, sender: me }))

  test('at its end when that holds all that is unread', async () => {
    expect(await opened(range(1, 100), 90)).toEqual({ asked: [{ limit: 60 }], from: 41, to: 100 })
  })

  test('at its end when everything since the last one read is of oneself', async () => {
    expect(await opened(own(1, 200), 0)).toMatchObject({ from: 141, to: 200 })
    expect(await opened([...range(1, 10), ...own(11, 300), message(301)], 10)).toMatchObject({ from: 242, to: 301 })
  })

  test('where the unread begins when the newest page does not hold it all', async () => {
    expect(await opened(range(1, 100), 30)).toEqual({ asked: [{ after: 10, limit: 60 }], from: 11, to: 70 })
    expect(await opened([...own(1, 200), ...range(201, 300)], 0)).toMatchObject({ from: 181, to: 240 })
  })

  test('at its end when what is unread lies behind too many of one’s own', async () => {
    const { asked, ...part } = await opened([...own(1, 2000), ...range(2001, 2100)], 0)
    expect({ asked: asked.length, ...part }).toEqual({ asked: 21, from: 2041, to: 2100 })
  })

  test('around a message that an address names, and as ever when there is none of that number', async () => {
    expect(await opened(range(1, 100), 100, 50)).toEqual({ asked: [{ after: 20, limit: 60 }], from: 21, to: 80 })
    expect(await opened(range(1, 100), 100, 9999)).toMatchObject({ from: 41, to: 100 })
  })
})

test('an address names a message by a whole number that there can be', () => {
  expect(['7', '120'].map(placeIn)).toEqual([7, 120])
  for (const at of [null, '', '0', '-4', '50.5', '1e3', '1000000000000', 'x']) expect(placeIn(at)).toBeUndefined()
})
