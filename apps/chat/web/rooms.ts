import type { Message, Room } from '../contract.ts'

export interface Rooms {
  items: Room[]
  next: string | null
}

const lastAt = (room: Room) => room.last_message?.sent_at ?? room.created_at

/** The latest first. */
const ordered = (items: Room[]) => items.sort((a, b) => (lastAt(a) < lastAt(b) ? 1 : lastAt(a) > lastAt(b) ? -1 : 0))

export const withRoom = (rooms: Rooms, ...more: readonly Room[]): Rooms => {
  const ids = new Set(more.map(({ id }) => id))
  return { ...rooms, items: ordered([...more, ...rooms.items.filter(({ id }) => !ids.has(id))]) }
}

/** A message was sent; gives undefined for a room that is not in the list. */
export function withMessage(rooms: Rooms, message: Message, me: string): Rooms | undefined {
  const room = rooms.items.find(({ id }) => id === message.room_id)
  if (!room) return undefined
  // Heard before, by the answer to one's own sending or by a page that was loaded meanwhile.
  if (message.seq <= room.last_seq) return room.last_message?.id === message.id ? withRoom(rooms, { ...room, last_message: message }) : rooms
  const unread = message.sender === me ? room.unread : room.unread + 1
  return withRoom(rooms, { ...room, last_message: message, last_seq: message.seq, unread })
}

/** An edited or deleted message, where it is the one that the list shows. */
export function withChange(rooms: Rooms, message: Message): Rooms {
  const room = rooms.items.find(({ id }) => id === message.room_id)
  return room?.last_message?.id === message.id ? withRoom(rooms, { ...room, last_message: message }) : rooms
}

export interface Marks {
  room_id: string
  user_id: string
  read_seq: number
  delivered_seq: number
}

/** Marks only move forward. Reading on another device up to the end leaves nothing unread; in between only the server can count. */
export function withMarks(rooms: Rooms, { room_id, user_id, read_seq, delivered_seq }: Marks, me: string): Rooms {
  return {
    ...rooms,
    items: rooms.items.map((room) => {
      if (room.id !== room_id) return room
      if (user_id === me) return { ...room, read_seq: Math.max(room.read_seq, read_seq), unread: read_seq >= room.last_seq ? 0 : room.unread }
      return {
        ...room,
        their_read_seq: Math.max(room.their_read_seq, read_seq),
        their_delivered_seq: Math.max(room.their_delivered_seq, delivered_seq, read_seq),
      }
    }),
  }
}

/** What the entry of the rail counts: muted conversations wait until one looks. */
export const unreadIn = (rooms: Rooms) => rooms.items.reduce((sum, { unread, muted, blocked }) => sum + (muted || blocked ? 0 : unread), 0)
