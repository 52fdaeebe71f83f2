import type { AppStore } from '#web/store.ts'
import { chatApi } from './api.ts'

const gather_ms = 300
const most = 100
const waiting = new Map<string, number>()
let timer: ReturnType<typeof setTimeout> | undefined

/** Tells the sender's side that this device has it; several messages at once are told in one call. */
export function tellDelivered(store: AppStore, room_id: string, seq: number): void {
  waiting.set(room_id, Math.max(seq, waiting.get(room_id) ?? 0))
  timer ??= setTimeout(() => {
    timer = undefined
    const rooms = [...waiting].slice(0, most).map(([id, up_to]) => ({ room_id: id, seq: up_to }))
    waiting.clear()
    // A mark that is lost is made up for by the next one.
    void store.dispatch(chatApi.endpoints.markDelivered.initiate({ body: { rooms } }, { track: false }))
  }, gather_ms)
}
