import type { AppStore } from '#web/store.ts'
import type { Message } from '../contract.ts'
import { chatApi } from './api.ts'
import { changeRooms, changeThread, refreshRoom, roomIn } from './open-thread.ts'
import { withMessage } from './rooms.ts'
import { merge } from './thread.ts'

const { rooms, presence } = chatApi.endpoints

/** A message has its number: by the answer to sending it, or by news; whichever is first. */
export function arrived(store: AppStore, message: Message, me: string): void {
  changeThread(store, message.room_id, (thread) => merge(thread, [message]))
  const { data } = rooms.select()(store.getState())
  if (!data) return
  const first = !roomIn(store, message.room_id)?.last_message
  const changed = withMessage(data, message, me)
  if (changed) changeRooms(store, () => changed)
  else void refreshRoom(store, message.room_id).catch(() => {})
  // People see each other come and go from their first message on.
  if (first) void store.dispatch(presence.initiate(undefined, { subscribe: false, forceRefetch: true }))
}
