import type { Secret } from '#server/crypto/secret.ts'

export interface ChatTables {
  /** A conversation of two; `low_id` and `high_id` are the two in the order of their ids, so that there is one row for a pair. */
  chat_rooms: {
    id: string
    low_id: string
    high_id: string
    /** The room's own key, wrapped by the master key of `key_version`. */
    key_wrapped: Secret<string>
    key_version: number
    last_seq: number
    /** When the last message came; null while there is none, and the other one does not see the room. */
    last_at: string | null
    created_at: string
    updated_at: string
  }
  chat_members: {
    room_id: string
    user_id: string
    read_seq: number
    delivered_seq: number
    unread: number
    muted: 0 | 1
  }
  chat_messages: {
    room_id: string
    seq: number
    id: string
    sender_id: string
    /** AES-256-GCM with a fresh IV; null once deleted. */
    sealed: Secret<string> | null
    reply_to: string | null
    /** How many it has: their ids are part of what its text is bound to. */
    pictures: number
    sent_at: string
    edited_at: string | null
    deleted_at: string | null
  }
  chat_reactions: {
    room_id: string
    message_id: string
    user_id: string
    emoji: string
    created_at: string
  }
  chat_blocks: {
    user_id: string
    blocked_id: string
    created_at: string
  }
  chat_reports: {
    id: string
    reporter_id: string
    sender_id: string
    room_id: string
    message_id: string
    /** The reported text alone, under a key of its own. */
    sealed: Secret<string> | null
    reason: string
    note: string
    created_at: string
    updated_at: string
    handled_at: string | null
    handled_by: string | null
    handled_note: string | null
  }
  /** Copies of the reported pictures, which stay when the message goes. */
  chat_report_pictures: {
    report_id: string
    place: number
    file: string
    width: number
    height: number
  }
  /** A picture that was uploaded for a message; its bytes lie sealed in the files. */
  chat_pictures: {
    id: string
    room_id: string
    message_id: string
    sender_id: string
    /** Names its two files; made anew for each upload, and begins with its time. */
    file: string
    width: number
    height: number
    /** Of the large one, before it was sealed. */
    size: number
    stored_bytes: number
    alt_sealed: Secret<string> | null
    /** Among those of its message; null until a message names it. */
    place: number | null
    created_at: string
    updated_at: string
  }
  /** What the stored pictures of somebody take up, counted in the transactions that add and remove them. */
  chat_space: {
    user_id: string
    used_bytes: number
  }
  /** One row for each version of the master key: proves that SECRET_KEY is the one that wrapped the rooms. */
  chat_master_keys: {
    version: number
    proof: string
    created_at: string
  }
}

declare module '#server/db/tables.ts' {
  interface Tables extends ChatTables {}
}
