import { describe, expect, test } from 'bun:test'
import type { Message } from '../contract.ts'
import { folded } from '../web/found.tsx'
import { rowsOf, tabStop } from '../web/grouping.ts'
import { lineHeightOf } from '../web/line-height.tsx'
import { onlyEmoji, partsOf } from '../web/links.ts'
import type { Pending } from '../web/outbox.ts'
import { en } from '../web/page-words/en.ts'
import { hi } from '../web/page-words/hi.ts'
import { me, message, room_id } from './some-messages.ts'

const shape = (messages: Message[], pending: Pending[] = [], read_to = Number.MAX_SAFE_INTEGER, zone = 'Asia/Kolkata') =>
  rowsOf({ messages, pending, me, read_to, zone }).map((row) =>
    row.kind === 'message' ? `${row.message.text}${row.starts ? ' ⌈' : ''}${row.ends ? ' ⌋' : ''}` : row.kind,
  )

describe('the lines of a conversation', () => {
  test('messages of one breath belong together; another sender or a pause ends it', () => {
    const messages = [message(1), message(2), message(3, { sender: me }), message(20, { sender: me })]
    expect(shape(messages)).toEqual(['day', 'text 1 ⌈', 'text 2 ⌋', 'text 3 ⌈ ⌋', 'text 20 ⌈ ⌋'])
  })

  test('days begin at midnight where the reader is', () => {
    const at = (sent_at: string, seq: number) => message(seq, { sent_at })
    const late_in_india = [at('2026-01-01T18:29:00.000Z', 1), at('2026-01-01T18:31:00.000Z', 2)]
    expect(shape(late_in_india)).toEqual(['day', 'text 1 ⌈ ⌋', 'day', 'text 2 ⌈ ⌋'])
    expect(shape(late_in_india, [], 9, 'Europe/Berlin')).toEqual(['day', 'text 1 ⌈', 'text 2 ⌋'])
    expect(shape([at('2026-01-01T22:59:00.000Z', 1), at('2026-01-01T23:01:00.000Z', 2)], [], 9, 'Europe/Berlin')).toHaveLength(4)
  })

  test('the line of what is new stands once, before the first message of the other one that was not read', () => {
    const messages = [message(1), message(2, { sender: me }), message(3), message(4)]
    expect(shape(messages, [], 1)).toEqual(['day', 'text 1 ⌈ ⌋', 'text 2 ⌈ ⌋', 'new', 'text 3 ⌈', 'text 4 ⌋'])
  })

  test('what waits stands at the end, and is gone as soon as its message is there', () => {
    const pending: Pending = { id: message(2).id, room_id, text: 'text 2', at: message(2).sent_at, state: 'sending' }
    expect(shape([message(1)], [pending])).toEqual(['day', 'text 1 ⌈ ⌋', 'text 2 ⌈ ⌋'])
    expect(shape([message(1), message(2, { sender: me })], [pending])).toEqual(['day', 'text 1 ⌈ ⌋', 'text 2 ⌈ ⌋'])
  })

  test('the Tab key comes to the last message with which something can be done', () => {
    const pending: Pending = { id: message(9).id, room_id, text: 'on its way', at: message(9).sent_at, state: 'waiting' }
    const messages = [message(1), message(2), message(3, { text: null, deleted_at: message(3).sent_at }), message(4, { text: null, damaged: true })]
    const rows = rowsOf({ messages, pending: [pending], me, read_to: 9, zone: 'Asia/Kolkata' })
    expect(tabStop(rows)).toBe(message(2).id)
    expect(tabStop([])).toBeUndefined()
  })
})

test('a few emoji and nothing else are shown large', () => {
  for (const text of ['👍', '😂😂😂', '❤️ 🙏🏽', '👨‍👩‍👧‍👦']) expect(onlyEmoji(text)).toBe(true)
  for (const text of ['', '1', '#', '👍 ok', '😂😂😂😂', 'नमस्ते', '©']) expect(onlyEmoji(text)).toBe(false)
})

test('Urdu has lines of its own height, wherever it stands in a message', () => {
  expect([lineHeightOf('گلگت'), lineHeightOf('Namaste, آپ')]).toEqual(['leading-[2.2]', 'leading-[2.2]'])
  for (const text of ['', 'Namaste', 'नमस्ते', '۔😂'.slice(1)]) expect(lineHeightOf(text)).toBe(false)
})

test('what was found is marked in whichever form of its letters it was sought', () => {
  expect(folded('सड़क खुली है').includes(folded('स\u095cक'))).toBe(true)
  expect(folded('CAFÉ').includes(folded('cafe\u0301'))).toBe(true)
})

describe('links', () => {
  const links = (text: string) => partsOf(text).flatMap(({ href }) => href ?? [])
  test.each([
    ['see https://example.com/a_(b).', 'https://example.com/a_(b)'],
    ['(https://example.com/x)', 'https://example.com/x'],
    ['देखो https://example.com/राज्य।', 'https://example.com/%E0%A4%B0%E0%A4%BE%E0%A4%9C%E0%A5%8D%E0%A4%AF'],
    ['HTTP://EXAMPLE.com', 'http://example.com/'],
  ])('%s', (text, href) => expect(links(text)).toEqual([href]))
  test.each(['javascript:alert(1)', 'data:text/html,x', 'http://', 'https:// x', 'file:///etc/passwd', '<a href="x">'])('%s stays text', (text) =>
    expect(partsOf(text)).toEqual([{ text }]),
  )
  test('nothing of the text is lost', () => {
    const text = 'a https://x.in, b (https://y.in/z) <b>c</b> https://'
    expect(
      partsOf(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
  })
})

test('Hindi has every sentence of English', () => {
  const keys = (value: object): string[] => Object.entries(value).flatMap(([key, inner]) => (typeof inner === 'string' ? [key] : keys(inner as object)))
  expect(keys(hi)).toEqual(keys(en))
})
