import type { Message } from '../contract.ts'
import { dayOf } from './days.ts'
import type { Pending } from './outbox.ts'

/** A line of the conversation as it is shown. */
export type Row =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: string }
  | { kind: 'message'; key: string; message: Message; pending?: Pending; starts: boolean; ends: boolean }
type MessageRow = Extract<Row, { kind: 'message' }>

const same_breath_ms = 5 * 60_000

/** What waits to be sent looks like a message that has no number yet. */
const asMessage = ({ id, room_id, text, reply_to, pictures = [], at }: Pending, me: string): Message => ({
  id,
  room_id,
  seq: Number.MAX_SAFE_INTEGER,
  sender: me,
  text,
  damaged: false,
  pictures: pictures.map((picture) => ({ ...picture, damaged: false })),
  reply_to: reply_to ?? null,
  reactions: [],
  sent_at: at,
  edited_at: null,
  deleted_at: null,
})

interface Shown {
  messages: readonly Message[]
  pending: readonly Pending[]
  me: string
  /** Up to here everything was read when the conversation was opened. */
  read_to: number
  zone: string
}

/** Messages with the separators of days and of what is new; those of one breath belong together. */
export function rowsOf({ messages, pending, me, read_to, zone }: Shown): Row[] {
  const sent = new Set(messages.map(({ id }) => id))
  const waiting = pending.filter(({ id }) => !sent.has(id)).map((one) => ({ message: asMessage(one, me), pending: one }))
  const rows: Row[] = []
  let last: MessageRow | undefined
  let line_drawn = false
  for (const { message, ...rest } of [...messages.map((message) => ({ message })), ...waiting]) {
    const day = dayOf(message.sent_at, zone)
    const new_day = !last || dayOf(last.message.sent_at, zone) !== day
    const new_here: boolean = !line_drawn && message.seq > read_to && message.sender !== me && message.seq !== Number.MAX_SAFE_INTEGER
    if (new_day) rows.push({ kind: 'day', key: `day-${day}`, at: message.sent_at })
    if (new_here) rows.push({ kind: 'new', key: 'new' })
    line_drawn ||= new_here
    const goes_on = last !== undefined && !new_day && !new_here && inOneBreath(last.message, message)
    if (last && goes_on) last.ends = false
    last = { kind: 'message', key: message.id, message, ...rest, starts: !goes_on, ends: true }
    rows.push(last)
  }
  return rows
}

/** Something can be done with it: it is there, and can be read. */
export const isLive = ({ message, pending }: Pick<MessageRow, 'message' | 'pending'>) => message.text !== null && !pending

/** The message to which the Tab key comes; from there the arrows lead to the others. */
export const tabStop = (rows: readonly Row[]) => rows.findLast((row) => row.kind === 'message' && isLive(row))?.key

const inOneBreath = (a: Message, b: Message) => a.sender === b.sender && Date.parse(b.sent_at) - Date.parse(a.sent_at) < same_breath_ms
