import { useSyncExternalStore } from 'react'
import { keepPrivate, keptPrivate, onPrivateChange, privateKeys } from '#web/private-storage.ts'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { chatApi } from './api.ts'
import { arrived } from './arrived.ts'
import { refreshRoom } from './open-thread.ts'
import { Outbox, type Pending, type PendingPicture } from './outbox.ts'
import { uploadsOf } from './pictures/own-uploads.ts'

const keep = { keys: privateKeys, get: keptPrivate, set: keepPrivate }
const named = ({ id, alt }: PendingPicture) => ({ id, alt })
const none: readonly Pending[] = []
let own: { store: AppStore; user_id: string; outbox: Outbox; stop: () => void } | undefined

/** The queue of the signed-in person; of another one's nothing is sent. Call it in the browser only. */
export function outboxOf(store: AppStore, user_id: string): Outbox {
  if (own?.user_id === user_id) return own.outbox
  own?.stop()
  const outbox = new Outbox(user_id, keep, async (pending) => {
    const { id, room_id, text, reply_to, pictures = [] } = pending
    const uploads = uploadsOf(store, user_id)
    const ids = pictures.map((picture) => picture.id)
    const missing = await uploads.settle(ids)
    if (missing) return missing
    const body = { id, text, ...(reply_to ? { reply_to } : {}), ...(pictures.length > 0 ? { pictures: pictures.map(named) } : {}) }
    const { data, error } = await store.dispatch(chatApi.endpoints.sendMessage.initiate({ params: { room_id }, body }, { track: false }))
    if (data) {
      arrived(store, data, user_id)
      forgetPictures(id)
    }
    // Blocked from another tab, or the other one has left: the page shows it in place of the field.
    if ((error as ApiError | undefined)?.status === 403) void refreshRoom(store, room_id).catch(() => {})
    // Lost on the way, or removed by the server because it took so long: whoever tries again sends them anew.
    if ((error as ApiError | undefined)?.fields['pictures']) uploads.sendAnew(ids)
    return error as ApiError | undefined
  })
  const wake = () => document.visibilityState === 'visible' && outbox.wake()
  const stops = [onPrivateChange('chat.queue.', () => outbox.reread()), () => removeEventListener('online', wake), () => outbox.close()]
  addEventListener('online', wake)
  document.addEventListener('visibilitychange', wake)
  stops.push(() => document.removeEventListener('visibilitychange', wake))
  own = {
    store,
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
export function sentElsewhere(id: string): void {
  own?.outbox.drop(id)
  forgetPictures(id)
}

/** Of a message that the server has. */
function forgetPictures(message_id: string): void {
  if (!own) return
  const uploads = uploadsOf(own.store, own.user_id)
  for (const one of uploads.all()) if (one.message_id === message_id) uploads.forget(one.id)
}

/** Thrown away by its sender, with its pictures. */
export function dropPending(store: AppStore, user_id: string, id: string): void {
  outboxOf(store, user_id).drop(id)
  const uploads = uploadsOf(store, user_id)
  for (const one of uploads.all()) if (one.message_id === id) uploads.discard(one.id)
}

export function retryPending(store: AppStore, user_id: string, id: string): void {
  const uploads = uploadsOf(store, user_id)
  for (const one of uploads.all()) if (one.message_id === id && one.state !== 'stored') uploads.retry(one.id)
  outboxOf(store, user_id).retry(id)
}

const nothing = () => () => {}
export function usePending(store: AppStore, user_id: string, room_id: string): readonly Pending[] {
  const outbox = typeof window === 'undefined' ? undefined : outboxOf(store, user_id)
  const all = useSyncExternalStore(outbox?.subscribe ?? nothing, outbox?.all ?? (() => none), () => none)
  return all.filter((one) => one.room_id === room_id)
}
