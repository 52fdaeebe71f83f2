import { useSyncExternalStore } from 'react'
import { keepPrivate, keptPrivate, onPrivateChange, privateKeys } from '#web/private-storage.ts'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { chatApi } from './api.ts'
import { arrived } from './arrived.ts'
import { Outbox, type Pending } from './outbox.ts'

const keep = { keys: privateKeys, get: keptPrivate, set: keepPrivate }
const none: readonly Pending[] = []
let own: { user_id: string; outbox: Outbox; stop: () => void } | undefined

/** The queue of the signed-in person; of another one's nothing is sent. Call it in the browser only. */
export function outboxOf(store: AppStore, user_id: string): Outbox {
  if (own?.user_id === user_id) return own.outbox
  own?.stop()
  const outbox = new Outbox(user_id, keep, async (pending) => {
    const { id, room_id, text, reply_to } = pending
    const body = { id, text, ...(reply_to ? { reply_to } : {}) }
    const { data, error } = await store.dispatch(chatApi.endpoints.sendMessage.initiate({ params: { room_id }, body }, { track: false }))
    if (data) arrived(store, data, user_id)
    return error as ApiError | undefined
  })
  const wake = () => document.visibilityState === 'visible' && outbox.wake()
  const stops = [onPrivateChange('chat.queue.', () => outbox.reread()), () => removeEventListener('online', wake), () => outbox.close()]
  addEventListener('online', wake)
  document.addEventListener('visibilitychange', wake)
  stops.push(() => document.removeEventListener('visibilitychange', wake))
  own = {
    user_id,
    outbox,
    stop: () => {
      for (const stop of stops) stop()
    },
  }
  return outbox
}

/** Somebody signed out: nothing of theirs goes on its way any more. */
export function closeOutbox(): void {
  own?.stop()
  own = undefined
}

/** For whatever tells that a message is there: the live news may come before the answer. */
export const sentElsewhere = (id: string) => own?.outbox.drop(id)

const nothing = () => () => {}
export function usePending(store: AppStore, user_id: string, room_id: string): readonly Pending[] {
  const outbox = typeof window === 'undefined' ? undefined : outboxOf(store, user_id)
  const all = useSyncExternalStore(outbox?.subscribe ?? nothing, outbox?.all ?? (() => none), () => none)
  return all.filter((one) => one.room_id === room_id)
}
