import { useCallback, useEffect, useRef, useState } from 'react'
import { keepPrivate, keptPrivate } from '#web/private-storage.ts'
import type { Message } from '../contract.ts'

/** What is written belongs to another message: it changes that one, or answers it. `text` is how far a change has come. */
export type Mode = { kind: 'edit' | 'reply'; message: Message; text?: string } | undefined

export const draftKey = (me: string, room_id: string) => `chat.draft.${me}.${room_id}`
const modeKey = (me: string, room_id: string) => `chat.mode.${me}.${room_id}`

export const writeMode = (mode: Mode): string | null => (mode ? JSON.stringify({ kind: mode.kind, id: mode.message.id, text: mode.text }) : null)

/** As it was left, where the message is still there. */
export function readMode(kept: string | null, messages: readonly Message[], me: string): Mode {
  if (kept === null) return undefined
  const { kind, id, text } = JSON.parse(kept) as { kind: 'edit' | 'reply'; id: string; text?: string }
  const message = messages.find((one) => one.id === id && one.text !== null)
  if (!message || (kind === 'edit' && message.sender !== me)) return undefined
  return { kind, message, ...(text !== undefined && { text }) }
}

/** Kept over a reload, as a draft is. */
export function useMode(me: string, room_id: string, messages: readonly Message[]) {
  const key = modeKey(me, room_id)
  const [mode, setMode] = useState<Mode>()
  const now = useRef<Mode>(undefined)
  const change = useCallback(
    (next: Mode) => {
      now.current = next
      setMode(next)
      keepPrivate(key, writeMode(next))
    },
    [key],
  )
  /** A change that did not get through is in the field again; false where one writes something else by now. */
  const bringBack = useCallback(
    (message: Message, text: string) => {
      if (now.current || keptPrivate(draftKey(me, room_id))) return false
      change({ kind: 'edit', message, text })
      return true
    },
    [me, room_id, change],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the conversation is opened.
  useEffect(() => {
    const kept = readMode(keptPrivate(key), messages, me)
    if (kept) change(kept)
  }, [])
  return { mode, change, bringBack }
}
