import { keepPrivate, keptPrivate, privateKeys } from '#web/private-storage.ts'
import type { AppStore } from '#web/store.ts'
import type { Message } from '../contract.ts'
import { chatApi } from './api.ts'
import { patchMessage } from './open-thread.ts'

/** So long a deletion can be taken back. */
export const undo_ms = 8000
const prefix = (user_id: string) => `chat.delete.${user_id}.`

type Place = Pick<Message, 'room_id' | 'id'>
interface Planned {
  timer: ReturnType<typeof setTimeout>
  run: () => void
}
const planned = new Map<string, Planned>()

/**
 * Deletes once the time for taking it back is over; whoever leaves before has said what they want, so it is done then, or at the next
 * visit. Gives the way back, which is true while there is one.
 */
export function deleteSoon(store: AppStore, user_id: string, message: Message, failed: () => void): () => boolean {
  const before = patchMessage(store, message, (one) => ({ ...one, text: null, reactions: [], deleted_at: new Date().toISOString() }))
  const restore = () => before && patchMessage(store, message, () => before)
  keepPrivate(prefix(user_id) + message.id, message.room_id)
  plan(store, user_id, message, undo_ms, () => {
    restore()
    failed()
  })
  return () => {
    const found = planned.get(message.id)
    if (!found) return false
    clearTimeout(found.timer)
    forget(user_id, message.id)
    restore()
    return true
  }
}

/** What the last visit left undone. */
export function resumeDeletions(store: AppStore, user_id: string): void {
  for (const key of privateKeys(prefix(user_id))) {
    const [id, room_id] = [key.slice(prefix(user_id).length), keptPrivate(key)]
    if (room_id && !planned.has(id)) plan(store, user_id, { id, room_id }, 0, () => {})
  }
}

function plan(store: AppStore, user_id: string, { id, room_id }: Place, wait: number, failed: () => void) {
  const run = () => {
    clearTimeout(planned.get(id)?.timer)
    planned.delete(id)
    void store.dispatch(chatApi.endpoints.deleteMessage.initiate({ params: { room_id, id } }, { track: false })).then(({ error }) => {
      const status = error && 'status' in error ? error.status : undefined
      // Without an answer it stays planned for the next visit; a refusal is final.
      if (status !== 0) forget(user_id, id)
      if (error && status !== 410) failed()
    })
  }
  planned.set(id, { timer: setTimeout(run, wait), run })
}

function forget(user_id: string, id: string) {
  planned.delete(id)
  keepPrivate(prefix(user_id) + id, null)
}

if (typeof window !== 'undefined')
  addEventListener('pagehide', () => {
    for (const { run } of [...planned.values()]) run()
  })
