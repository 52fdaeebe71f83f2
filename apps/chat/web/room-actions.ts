import type { AppStore } from '#web/store.ts'
import { toast } from '#web/ui/toast.ts'
import type { Room } from '../contract.ts'
import { chatApi } from './api.ts'
import { changeRooms, roomIn } from './open-thread.ts'
import type { T } from './page-words.ts'
import { withRoom } from './rooms.ts'

const { endpoints } = chatApi

/** Shown at once, taken back where the server does not agree. */
async function changed(store: AppStore, { id }: Room, change: Partial<Room>, back: Partial<Room>, tell: () => PromiseLike<{ error?: unknown }>, t: T) {
  const set = (part: Partial<Room>) => {
    const room = roomIn(store, id)
    if (room) changeRooms(store, (rooms) => withRoom(rooms, { ...room, ...part }))
  }
  set(change)
  const { error } = await tell()
  if (!error) return true
  set(back)
  toast({ text: t('failed'), tone: 'problem' })
  return false
}

export const setMuted = (store: AppStore, room: Room, muted: boolean, t: T) =>
  changed(
    store,
    room,
    { muted },
    { muted: !muted },
    () => store.dispatch(endpoints.changeRoom.initiate({ params: { room_id: room.id }, body: { muted } }, { track: false })),
    t,
  )

export async function setBlocked(store: AppStore, room: Room, blocked: boolean, t: T): Promise<void> {
  const params = { params: { user_id: room.with.id } }
  const tell = () => store.dispatch((blocked ? endpoints.block : endpoints.unblock).initiate(params, { track: false }))
  const done = await changed(store, room, { blocked }, { blocked: !blocked }, tell, t)
  if (done && blocked) toast({ text: t('menu.blocked_done', { name: room.with.username }), undo: () => void setBlocked(store, room, false, t) })
}
