import { expect, test } from 'bun:test'
import { unreadIn, withMarks, withMessage, withRoom } from '../web/rooms.ts'
import { me, message, room, room_id, you } from './some-messages.ts'

const quiet = room({ id: '0198a0b1-7c00-7000-8000-0000000000ee', created_at: '2025-01-01T00:00:00.000Z' })
const rooms = { items: [quiet, room()], next: null }
const ids = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id)

test('a message brings its conversation to the top and counts once', () => {
  const first = withMessage(rooms, message(1), me)
  const again = first && withMessage(first, message(1), me)
  expect(ids(again ?? rooms)).toEqual([room_id, quiet.id])
  expect(again?.items[0]).toMatchObject({ unread: 1, last_seq: 1 })
  expect(withMessage(rooms, message(1, { sender: me }), me)?.items[0]).toMatchObject({ unread: 0 })
})

test('a message of an unknown conversation is not put anywhere', () => {
  expect(withMessage({ items: [quiet], next: null }, message(1), me)).toBeUndefined()
})

test('marks only go forward; reading to the end leaves nothing unread', () => {
  const list = { items: [room({ last_seq: 9, unread: 4, read_seq: 5, their_read_seq: 7, their_delivered_seq: 7 })], next: null }
  const theirs = { room_id, user_id: you, read_seq: 3, delivered_seq: 9 }
  expect(withMarks(list, theirs, me).items[0]).toMatchObject({ their_read_seq: 7, their_delivered_seq: 9, unread: 4 })
  expect(withMarks(list, { room_id, user_id: me, read_seq: 8, delivered_seq: 9 }, me).items[0]).toMatchObject({ read_seq: 8, unread: 4 })
  expect(withMarks(list, { room_id, user_id: me, read_seq: 9, delivered_seq: 9 }, me).items[0]).toMatchObject({ unread: 0 })
})

test('what is muted or blocked is not counted in the frame', () => {
  const items = [room({ unread: 2 }), room({ id: 'b', unread: 3, muted: true }), room({ id: 'c', unread: 4, blocked: true })]
  expect(unreadIn({ items, next: null })).toBe(2)
})

test('a conversation that is asked for anew replaces the one that is known', () => {
  expect(withRoom(rooms, room({ muted: true })).items.filter(({ id }) => id === room_id)).toEqual([room({ muted: true })])
})
