import type { AppStore } from '#web/store.ts'
import type { Message } from '../contract.ts'
import { chatApi } from './api.ts'
import { changeRooms, changeThread, refreshRoom } from './open-thread.ts'
import { withMessage } from './rooms.ts'
import { merge } from './thread.ts'

/** A message has its number: by the answer to sending it, or by news; whichever is first. */
export function arrived(store: AppStore, message: Message, me: string): void {
  changeThread(store, message.room_id, (thread) => merge(thread, [message]))
  const { data: rooms } = chatApi.endpoints.rooms.select()(store.getState())
  if (!rooms) return
  const changed = withMessage(rooms, message, me)
  if (changed) changeRooms(store, () => changed)
  else void refreshRoom(store, message.room_id).catch(() => {})
}
