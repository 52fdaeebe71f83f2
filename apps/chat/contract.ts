import { z } from 'zod'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { liveEvent } from '#contract/event.ts'
import { GivenId } from '#contract/given-id.ts'
import { pageOf, pageQuery } from '#contract/page.ts'
import { whole } from '#contract/whole.ts'
import { max_pictures, NewPicture, Picture } from './contract/pictures.ts'

const door = sessionDoor

export const max_text = 4000
/** What both databases hold as a number; no conversation comes near. */
const max_seq = 2 ** 31 - 1

/** As written; only blanks around it go, and what controlled teleprinters. What is invisible throughout says nothing, which is enough beside a picture. */
export const Text = z
  .string()
  .max(max_text * 4)
  .transform((text) =>
    text
      .normalize('NFC')
      .replace(/\r\n?/g, '\n')
      .replace(/[^\P{Cc}\n\t]/gu, '')
      .trim(),
  )
  .refine((text) => text.length <= max_text || [...text].length <= max_text, `Use at most ${max_text} characters.`)
  .transform((text) => (/[^\p{Cc}\p{Cf}\p{Z}]/u.test(text) ? text : ''))

const says_nothing = 'Write something.'

export const Person = z.object({
  id: z.uuid(),
  username: z.string().meta({ description: 'Empty for somebody who has left.' }),
  avatar: z.string().nullable().meta({ description: 'The path of their picture, 256 pixels wide; the same with `-96` before `.webp` is a smaller one.' }),
})
export type Person = z.infer<typeof Person>

const Reaction = z.object({ emoji: z.string(), user_ids: z.array(z.uuid()) })

export const Message = z.object({
  id: z.uuid().meta({ description: 'Made by the client: sending it again adds nothing.' }),
  room_id: z.uuid(),
  /** Counts up in the room, without a gap. */
  seq: z.int(),
  sender: z.uuid(),
  /** Null when it was deleted, or when what is stored has been tampered with. */
  text: z.string().nullable(),
  damaged: z.boolean(),
  pictures: z.array(Picture),
  reply_to: z.uuid().nullable(),
  reactions: z.array(Reaction),
  sent_at: z.iso.datetime(),
  edited_at: z.iso.datetime().nullable(),
  deleted_at: z.iso.datetime().nullable(),
})
export type Message = z.infer<typeof Message>

export const Room = z.object({
  id: z.uuid(),
  with: Person,
  last_message: Message.nullable(),
  last_seq: z.int(),
  /** Of the other's messages. */
  unread: z.int(),
  read_seq: z.int(),
  their_read_seq: z.int(),
  their_delivered_seq: z.int(),
  muted: z.boolean(),
  blocked: z.boolean(),
  created_at: z.iso.datetime(),
})
export type Room = z.infer<typeof Room>

const someone = '0198a0b1-7c00-7000-8000-000000000001'
const deleted = 'It was deleted.'
const nowhere = 'There is no such room, or you are not in it.'

export const listRooms = endpoint({
  name: 'chat.list_rooms',
  door,
  method: 'GET',
  path: '/api/chat/rooms',
  summary: 'Your conversations, the latest first',
  query: z.object(pageQuery),
  returns: pageOf(Room),
})

export const openRoom = endpoint({
  name: 'chat.open_room',
  door,
  method: 'POST',
  path: '/api/chat/rooms',
  summary: 'The conversation with somebody, begun if there is none',
  description: 'Both need a confirmed e-mail address. The other one hears of it with the first message.',
  body: z.strictObject({ username: z.string().min(1).max(120) }),
  returns: Room,
  status: 201,
  errors: { 404: 'There is nobody of that name whom you can write to.' },
  example: { username: 'asha' },
})

export const getRoom = endpoint({ name: 'chat.get_room', door, method: 'GET', path: '/api/chat/rooms/:room_id', summary: 'One conversation', returns: Room })

export const changeRoom = endpoint({
  name: 'chat.change_room',
  door,
  method: 'PATCH',
  path: '/api/chat/rooms/:room_id',
  summary: 'Mute or unmute it for yourself',
  body: z.strictObject({ muted: z.boolean() }),
  returns: Room,
  example: { muted: true },
})

export const listMessages = endpoint({
  name: 'chat.list_messages',
  door,
  method: 'GET',
  path: '/api/chat/rooms/:room_id/messages',
  summary: 'Messages by their number: the newest, those before one, or those after one; always in ascending order',
  query: z.object({
    before: whole(1, max_seq).optional(),
    after: whole(0, max_seq).optional(),
    limit: whole(1, 100).default(50),
  }),
  returns: z.object({ results: z.array(Message), first_seq: z.int().meta({ description: 'Of the room: 1 once there is a message.' }), last_seq: z.int() }),
})

export const sendMessage = endpoint({
  name: 'chat.send_message',
  door,
  method: 'POST',
  path: '/api/chat/rooms/:room_id/messages',
  summary: 'Send a message; the same id again gives the message that it made',
  body: z
    .strictObject({
      id: GivenId,
      text: Text.default(''),
      reply_to: GivenId.optional(),
      pictures: z
        .array(NewPicture)
        .max(max_pictures)
        .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'Name each picture once.')
        .default([])
        .meta({ description: 'Uploaded before for this message, in the order in which they are shown.' }),
    })
    .refine(({ text, pictures }) => text !== '' || pictures.length > 0, { path: ['text'], message: says_nothing }),
  returns: Message,
  status: 201,
  errors: { 403: 'One of you has blocked the other, or has left.', 404: nowhere, 409: 'The id is that of another message.' },
  example: { id: someone, text: 'Namaste! Is the road to Tawang open?' },
})

export const editMessage = endpoint({
  name: 'chat.edit_message',
  door,
  method: 'PATCH',
  path: '/api/chat/rooms/:room_id/messages/:id',
  summary: 'Change the text of your own message; it is marked as edited',
  description: 'Only beside a picture may it be empty.',
  body: z.strictObject({ text: Text }),
  returns: Message,
  errors: { 403: 'It is not yours, or one of you has blocked the other.', 410: deleted },
  example: { text: 'Namaste! Is the road to Tawang open again?' },
})

export const deleteMessage = endpoint({
  name: 'chat.delete_message',
  door,
  method: 'DELETE',
  path: '/api/chat/rooms/:room_id/messages/:id',
  summary: 'Delete your own message, for both',
  returns: Message,
  errors: { 403: 'It is not yours.', 410: deleted },
})

export const react = endpoint({
  name: 'chat.react',
  door,
  method: 'PUT',
  path: '/api/chat/rooms/:room_id/messages/:id/reaction',
  summary: 'React with one emoji; another replaces it, none takes it back',
  body: z.strictObject({
    emoji: z
      .string()
      .max(32)
      .refine((text) => /^\p{RGI_Emoji}$/v.test(text), 'Use one emoji.')
      .nullable(),
  }),
  returns: Message,
  errors: { 403: 'One of you has blocked the other; what you reacted may still be taken back.', 410: deleted },
  example: { emoji: '👍' },
})

export const markRead = endpoint({
  name: 'chat.mark_read',
  door,
  method: 'POST',
  path: '/api/chat/rooms/:room_id/read',
  summary: 'You have read everything up to this number; it never goes back',
  body: z.strictObject({ seq: z.int().min(0) }),
  returns: z.object({ read_seq: z.int(), unread: z.int() }),
  example: { seq: 1 },
})

export const markDelivered = endpoint({
  name: 'chat.mark_delivered',
  door,
  method: 'POST',
  path: '/api/chat/delivered',
  summary: 'This device has everything up to these numbers',
  body: z.strictObject({
    rooms: z
      .array(z.strictObject({ room_id: GivenId, seq: z.int().min(0) }))
      .min(1)
      .max(100),
  }),
  status: 204,
  example: { rooms: [{ room_id: someone, seq: 1 }] },
})

export const tellTyping = endpoint({
  name: 'chat.tell_typing',
  door,
  method: 'POST',
  path: '/api/chat/rooms/:room_id/typing',
  summary: 'The other one sees for some seconds that you are writing',
  status: 204,
})

export const findPeople = endpoint({
  name: 'chat.find_people',
  door,
  method: 'GET',
  path: '/api/chat/people',
  summary: 'People whom you can write to, by the beginning of their username',
  query: z.object({ q: z.string().trim().min(1).max(60) }),
  returns: z.array(Person),
})

export const getPresence = endpoint({
  name: 'chat.get_presence',
  door,
  method: 'GET',
  path: '/api/chat/presence',
  summary: 'Which of the people you talk with are here now',
  returns: z.object({ online: z.array(z.uuid()) }),
})

export const searchMessages = endpoint({
  name: 'chat.search_messages',
  door,
  method: 'GET',
  path: '/api/chat/search',
  summary: 'Search in your own conversations; texts are decrypted while searching, the newest first',
  description: 'Looks through at most the newest 20,000 messages; `searched_all` says whether that was all.',
  query: z.object({ q: z.string().trim().min(2).max(100), room_id: GivenId.optional() }),
  returns: z.object({ results: z.array(Message), searched_all: z.boolean() }),
  errors: { 404: nowhere },
})

export const blockPerson = endpoint({
  name: 'chat.block_person',
  door,
  method: 'PUT',
  path: '/api/chat/blocks/:user_id',
  summary: 'Neither of you can write to the other any more; they are not told',
  status: 204,
})
export const unblockPerson = endpoint({
  name: 'chat.unblock_person',
  door,
  method: 'DELETE',
  path: '/api/chat/blocks/:user_id',
  summary: 'Undo it',
  status: 204,
})
export const listBlocks = endpoint({
  name: 'chat.list_blocks',
  door,
  method: 'GET',
  path: '/api/chat/blocks',
  summary: 'Whom you have blocked',
  returns: z.array(Person),
})

export const reportMessage = endpoint({
  name: 'chat.report_message',
  door,
  method: 'POST',
  path: '/api/chat/rooms/:room_id/messages/:id/report',
  summary: 'Tell the people who run this site; they see this message and no other',
  body: z.strictObject({ reason: z.enum(['spam', 'abuse', 'threat', 'other']), note: z.string().trim().max(1000).default('') }),
  status: 204,
  example: { reason: 'spam' },
})

/* What the people in a room hear. */

export const messageSent = liveEvent('chat.message_sent', Message)
export const messageChanged = liveEvent('chat.message_changed', Message)
export const roomChanged = liveEvent('chat.room_changed', z.object({ room_id: z.uuid() }))
export const marksMoved = liveEvent('chat.marks_moved', z.object({ room_id: z.uuid(), user_id: z.uuid(), read_seq: z.int(), delivered_seq: z.int() }))
export const typing = liveEvent('chat.typing', z.object({ room_id: z.uuid(), user_id: z.uuid() }))
export const presenceChanged = liveEvent('chat.presence_changed', z.object({ user_id: z.uuid(), online: z.boolean() }))
