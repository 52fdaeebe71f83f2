import type { Message } from '../contract.ts'

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

/** Where a conversation opens: at what is unread, when that is more than the newest page holds. */
export function windowFor({ read_seq, last_seq }: { read_seq: number; last_seq: number }, at?: number): { after?: number; limit: number } {
  if (at !== undefined) return { after: Math.max(0, at - 30), limit: 60 }
  return last_seq - read_seq > 40 ? { after: Math.max(0, read_seq - 20), limit: 60 } : { limit: 60 }
}
