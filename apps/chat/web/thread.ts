import type { Message, Room } from '../contract.ts'

/** The part of a conversation that this tab has: without a gap, in order, each message once. */
export interface Thread {
  messages: Message[]
  /** Of the whole room; beyond the last message here there may be more to load. */
  last_seq: number
}

export const firstSeq = ({ messages }: Thread) => messages[0]?.seq ?? 0
export const endSeq = ({ messages }: Thread) => messages.at(-1)?.seq ?? 0
export const hasEarlier = (thread: Thread) => firstSeq(thread) > 1
export const hasLater = (thread: Thread) => endSeq(thread) < thread.last_seq

/** News and pages come by different ways, so an older state of a message may come after a newer one. */
function newer(known: Message | undefined, heard: Message): Message {
  if (!known) return heard
  if (known.deleted_at && !heard.deleted_at) return known
  return (known.edited_at ?? '') > (heard.edited_at ?? '') ? known : heard
}

/**
 * Puts messages in their places. What does not touch the part that is here is left out, since between them others are missing: the
 * room's last number says that there is more, and the reader's scrolling loads it.
 */
export function merge(thread: Thread, heard: readonly Message[]): Thread {
  const known = new Map(thread.messages.map((message) => [message.seq, message]))
  for (const message of heard) known.set(message.seq, newer(known.get(message.seq), message))
  const last_seq = Math.max(thread.last_seq, ...heard.map(({ seq }) => seq))
  const start = thread.messages[0]?.seq ?? Math.max(0, ...heard.map(({ seq }) => seq))
  let first = start
  while (known.has(first - 1)) first--
  const messages: Message[] = []
  for (let seq = first, message = known.get(seq); message; message = known.get(++seq)) messages.push(message)
  return { messages, last_seq }
}

/** The room's whole end moved on without these messages: an empty part takes nothing over from elsewhere. */
export const startThread = (results: readonly Message[], last_seq: number): Thread => merge({ messages: [], last_seq }, results)

/** The number of a message that an address names (`?at=`); anybody can have written the address, so there may be no such message. */
export const placeIn = (at: string | null): number | undefined => (at !== null && /^[1-9]\d{0,8}$/.test(at) ? Number(at) : undefined)

export const page = 60
/** So many parts are looked through for what is unread. */
const max_pages = 20
export interface Part {
  results: Message[]
  last_seq: number
}
type Ask = (query: { after?: number; limit: number }) => Promise<Part>

const unreadIn = ({ results }: Part, { read_seq, with: other }: Room) => results.filter(({ seq, sender }) => seq > read_seq && sender === other.id).length

/**
 * The part with which a conversation opens: around a message; else the newest, unless that lacks something unread; then where the unread
 * begins, which may be far behind the last that was read, since one's own messages lie between them.
 */
export async function firstPart(room: Room, at: number | undefined, ask: Ask): Promise<Part> {
  const around = at === undefined ? undefined : await ask({ after: Math.max(0, at - page / 2), limit: page })
  if (around && around.results.length > 0) return around
  const newest = room.unread <= page ? await ask({ limit: page }) : undefined
  if (newest && unreadIn(newest, room) >= room.unread) return newest
  let after = Math.max(0, room.read_seq - page / 3)
  for (let pages = 0; pages < max_pages; pages++) {
    const part = await ask({ after, limit: page })
    const last = part.results.at(-1)
    if (!last || last.seq >= part.last_seq || unreadIn(part, room) > 0) return part
    after = last.seq
  }
  return newest ?? ask({ limit: page })
}
