import type { AppStore } from '#web/store.ts'
import { chatApi } from './api.ts'

const gather_ms = 300
/** As many as one call takes. */
const most = 100
const waiting = new Map<string, number>()

/** Tells the sender's side that this device has it; several messages at once are told in one call. */
export function tellDelivered(store: AppStore, room_id: string, seq: number): void {
  if (waiting.size === 0) setTimeout(() => tell(store), gather_ms)
  waiting.set(room_id, Math.max(seq, waiting.get(room_id) ?? 0))
}

function tell(store: AppStore) {
  const rooms = [...waiting].slice(0, most).map(([room_id, seq]) => ({ room_id, seq }))
  waiting.clear()
  // A mark that is lost is made up for by the next one.
  void store.dispatch(chatApi.endpoints.markDelivered.initiate({ body: { rooms } }, { track: false }))
}
