import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Message } from '../contract.ts'
import { endSeq, firstSeq, hasEarlier, hasLater, merge, startThread, type Thread, windowFor } from '../web/thread.ts'
import { message } from './some-messages.ts'

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

test('a conversation opens at what is unread only when the newest page does not hold it', () => {
  expect(windowFor({ read_seq: 90, last_seq: 100 })).toEqual({ limit: 60 })
  expect(windowFor({ read_seq: 30, last_seq: 100 })).toEqual({ after: 10, limit: 60 })
  expect(windowFor({ read_seq: 0, last_seq: 100 }, 50)).toEqual({ after: 20, limit: 60 })
})
