import { describe, expect, test } from 'bun:test'
import { edited, unedited } from '../web/changes.ts'
import { readMode, writeMode } from '../web/mode.ts'
import { me, message } from './some-messages.ts'

const own = message(7, { sender: me })

describe('a change that the server did not take', () => {
  test('is taken back', () => {
    expect(edited(own, 'new')).toMatchObject({ text: 'new', edited_at: own.sent_at })
    expect(unedited(edited(own, 'new'), own, 'new')).toEqual(own)
  })

  test('does not bring back what was deleted meanwhile, nor undo what another device changed', () => {
    const deleted = { ...own, text: null, deleted_at: '2026-01-02T00:00:00.000Z' }
    const elsewhere = { ...own, text: 'from the phone', edited_at: '2026-01-02T00:00:00.000Z' }
    for (const now of [deleted, elsewhere]) expect(unedited(now, own, 'new')).toEqual(now)
    expect(edited(deleted, 'new')).toEqual(deleted)
  })
})

describe('what is written to change or answer a message', () => {
  const all = [message(6), own, message(8, { text: null, deleted_at: message(8).sent_at })]

  test('is there again after a reload', () => {
    for (const mode of [{ kind: 'edit', message: own, text: 'half a' } as const, { kind: 'reply', message: message(6) } as const])
      expect(readMode(writeMode(mode), all, me)).toEqual(mode)
    expect(readMode(writeMode(undefined), all, me)).toBeUndefined()
  })

  test('ends with its message, and never changes the other one’s', () => {
    for (const gone of [message(8), message(99)]) expect(readMode(writeMode({ kind: 'reply', message: gone }), all, me)).toBeUndefined()
    expect(readMode(writeMode({ kind: 'edit', message: message(6) }), all, me)).toBeUndefined()
  })
})
