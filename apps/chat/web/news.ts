import { currentUser } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { Message, Room } from '../contract.ts'
import { chatApi } from './api.ts'
import { arrived } from './arrived.ts'
import { tellDelivered } from './delivered.ts'
import { notifyOf } from './notify.ts'
import { catchUp, changeRooms, changeThread, knownThreads, refreshRoom, roomIn } from './open-thread.ts'
import { sentElsewhere } from './own-outbox.ts'
import { type Marks, withChange, withMarks } from './rooms.ts'
import { merge } from './thread.ts'

const { endpoints, util } = chatApi
/** So long one is believed to write after the last sign of it. */
const typing_ms = 5000

/** What live news change in what this tab has. */
export const hear: Record<string, (store: AppStore, data: unknown, me: string) => void> = {
  'chat.message_sent': (store, data, me) => {
    const message = data as Message
    arrived(store, message, me)
    sentElsewhere(message.id)
    if (message.sender === me) return
    endTyping(store, message.room_id)
    tellDelivered(store, message.room_id, message.seq)
    void notifyOf(store, message)
  },
  'chat.message_changed': (store, data) => {
    const message = data as Message
    changeThread(store, message.room_id, (thread) => merge(thread, [message]))
    changeRooms(store, (rooms) => withChange(rooms, message))
  },
  'chat.marks_moved': (store, data, me) => {
    const marks = data as Marks
    changeRooms(store, (rooms) => withMarks(rooms, marks, me))
    const room = roomIn(store, marks.room_id)
    // Read in part on another device: how much is left only the server knows.
    if (marks.user_id === me && room && room.unread > 0) void refreshRoom(store, room.id).catch(() => {})
  },
  'chat.room_changed': (store, data) => void refreshRoom(store, (data as Pick<Marks, 'room_id'>).room_id).catch(() => {}),
  'chat.typing': (store, data) => {
    const { room_id } = data as Pick<Marks, 'room_id'>
    void store.dispatch(util.updateQueryData('typing', undefined, (typing) => ({ ...typing, [room_id]: Date.now() + typing_ms })))
    setTimeout(() => endTyping(store, room_id, Date.now()), typing_ms + 50)
  },
  'chat.presence_changed': (store, data) => {
    const { user_id, online } = data as { user_id: string; online: boolean }
    void store.dispatch(
      util.updateQueryData('presence', undefined, (known) => ({ online: [...known.online.filter((id) => id !== user_id), ...(online ? [user_id] : [])] })),
    )
  },
}

/** Ends what has run out by then; without a time at once, since a message is the end of writing it. */
function endTyping(store: AppStore, room_id: string, by = Number.POSITIVE_INFINITY) {
  void store.dispatch(
    util.updateQueryData('typing', undefined, (typing) => {
      const { [room_id]: until = 0, ...others } = typing
      return until <= by ? others : typing
    }),
  )
}

/** The line was cut, or has just been laid: what is shown is asked for anew, without emptying it first. */
export async function hearAgain(store: AppStore): Promise<void> {
  if (!currentUser(store)?.email_verified) return
  const fresh = { subscribe: false, forceRefetch: true }
  const [{ data: rooms }] = await Promise.all([
    store.dispatch(endpoints.rooms.initiate(undefined, fresh)),
    store.dispatch(endpoints.presence.initiate(undefined, fresh)),
    ...knownThreads(store).map((room_id) => catchUp(store, room_id).catch(() => {})),
  ])
  for (const room of rooms?.items ?? ([] as Room[])) if (room.unread > 0) tellDelivered(store, room.id, room.last_seq)
}
