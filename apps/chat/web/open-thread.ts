import { load, once } from '#web/load.ts'
import type { AppStore } from '#web/store.ts'
import type { Message, Room } from '../contract.ts'
import { chatApi } from './api.ts'
import { type Rooms, withRoom } from './rooms.ts'
import { endSeq, firstPart, firstSeq, hasLater, merge, type Part, page, placeIn, startThread, type Thread } from './thread.ts'

const { endpoints, util } = chatApi
const largest_page = 100
/** So far back a jump to an original that is not loaded goes by itself. */
const max_jump_pages = 20

export const loadRooms = (store: AppStore): Promise<Rooms> => load(store.dispatch(endpoints.rooms.initiate(undefined, once)))
export const roomIn = (store: AppStore, id: string) =>
  endpoints.rooms
    .select()(store.getState())
    .data?.items.find((room) => room.id === id)
export const threadIn = (store: AppStore, room_id: string) => endpoints.thread.select(room_id)(store.getState()).data
export const knownThreads = (store: AppStore): string[] =>
  Object.values(store.getState().api.queries).flatMap((query) => (query?.endpointName === 'thread' && query.data ? [String(query.originalArgs)] : []))

export const changeRooms = (store: AppStore, change: (rooms: Rooms) => Rooms) => void store.dispatch(util.updateQueryData('rooms', undefined, change))
export const changeThread = (store: AppStore, room_id: string, change: (thread: Thread) => Thread) =>
  void store.dispatch(util.updateQueryData('thread', room_id, change))

/** Asks for one conversation and puts it in its place in the list. */
export async function refreshRoom(store: AppStore, room_id: string): Promise<Room> {
  const room = await load(store.dispatch(endpoints.room.initiate({ params: { room_id } }, { track: false })))
  changeRooms(store, (rooms) => withRoom(rooms, room))
  return room
}

const ask = (store: AppStore, room_id: string, query: { before?: number; after?: number; limit: number }) =>
  load(store.dispatch(endpoints.messages.initiate({ params: { room_id }, query }, { track: false })))

/** What the page of a conversation needs: its room and the messages around what is unread, or around one of them. */
export async function openThread(store: AppStore, room_id: string, asked: string | null = null): Promise<void> {
  await loadRooms(store)
  const room = roomIn(store, room_id) ?? (await refreshRoom(store, room_id))
  const at = placeIn(asked)
  const known = threadIn(store, room_id)
  const here = known && (at === undefined ? !hasLater(known) : at >= firstSeq(known) && at <= endSeq(known))
  if (here) return
  const { results, last_seq } = await firstPart(room, at, (query) => ask(store, room_id, query))
  await store.dispatch(util.upsertQueryData('thread', room_id, startThread(results, last_seq)))
}

/** The newest part in place of the one that is here. */
export async function openEnd(store: AppStore, room_id: string): Promise<void> {
  const { results, last_seq } = await ask(store, room_id, { limit: page })
  changeThread(store, room_id, () => startThread(results, last_seq))
}

const take = (store: AppStore, room_id: string, { results, last_seq }: Part) =>
  changeThread(store, room_id, (thread) => {
    const merged = merge(thread, results)
    return { ...merged, last_seq: Math.max(merged.last_seq, last_seq) }
  })

export async function loadEarlier(store: AppStore, room_id: string, limit = page): Promise<void> {
  const thread = threadIn(store, room_id)
  if (thread) take(store, room_id, await ask(store, room_id, { before: firstSeq(thread), limit }))
}

export async function loadLater(store: AppStore, room_id: string): Promise<void> {
  const thread = threadIn(store, room_id)
  if (thread) take(store, room_id, await ask(store, room_id, { after: endSeq(thread), limit: page }))
}

/** Goes back until a message is here; gives it. */
export async function fetchBackTo(store: AppStore, room_id: string, id: string): Promise<Message | undefined> {
  for (let turn = 0; turn < max_jump_pages; turn++) {
    const thread = threadIn(store, room_id)
    const found = thread?.messages.find((message) => message.id === id)
    if (found || !thread || firstSeq(thread) <= 1) return found
    await loadEarlier(store, room_id, largest_page)
  }
  return undefined
}

/** After a time without news: the newest of what is here once more, since it may have changed, and all that came after it. */
export async function catchUp(store: AppStore, room_id: string): Promise<void> {
  const before = threadIn(store, room_id)
  if (!before) return
  for (let after = Math.max(firstSeq(before) - 1, endSeq(before) - largest_page, 0); ; ) {
    const answer = await ask(store, room_id, { after, limit: largest_page })
    take(store, room_id, answer)
    const last = answer.results.at(-1)
    if (!last || last.seq >= answer.last_seq || hasLater(before)) return
    after = last.seq
  }
}

/** Changes one message where it is shown; gives it as it was. */
export function patchMessage(store: AppStore, { room_id, id }: Pick<Message, 'room_id' | 'id'>, change: (message: Message) => Message): Message | undefined {
  const before = threadIn(store, room_id)?.messages.find((message) => message.id === id)
  changeThread(store, room_id, (thread) => ({ ...thread, messages: thread.messages.map((message) => (message.id === id ? change(message) : message)) }))
  return before
}
