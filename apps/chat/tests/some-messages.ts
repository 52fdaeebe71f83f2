import type { Message, Room } from '../contract.ts'

export const [me, you] = ['0198a0b1-7c00-7000-8000-00000000000a', '0198a0b1-7c00-7000-8000-00000000000b']
export const room_id = '0198a0b1-7c00-7000-8000-0000000000ff'

/** A message as the server gives it; a minute after the one before. */
export const message = (seq: number, more: Partial<Message> = {}): Message => ({
  id: `0198a0b1-7c00-7000-8000-${String(seq).padStart(12, '0')}`,
  room_id,
  seq,
  sender: you,
  text: `text ${seq}`,
  damaged: false,
  pictures: [],
  reply_to: null,
  reactions: [],
  sent_at: new Date(Date.UTC(2026, 0, 1, 6, seq)).toISOString(),
  edited_at: null,
  deleted_at: null,
  ...more,
})

export const room = (more: Partial<Room> = {}): Room => ({
  id: room_id,
  with: { id: you, username: 'ravi', avatar: null },
  last_message: null,
  last_seq: 0,
  unread: 0,
  read_seq: 0,
  their_read_seq: 0,
  their_delivered_seq: 0,
  muted: false,
  blocked: false,
  created_at: '2026-01-01T00:00:00.000Z',
  ...more,
})
