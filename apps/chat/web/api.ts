import { api, call } from '#web/api.ts'
import * as picture from '../contract/pictures.ts'
import * as contract from '../contract.ts'
import { type Rooms, withRoom } from './rooms.ts'
import { startThread, type Thread } from './thread.ts'

const page_size = 100
const messages = call(contract.listMessages)

export const chatApi = api.injectEndpoints({
  endpoints: (build) => ({
    /** All conversations that this tab knows, those that were only opened too; live news keep it true. */
    rooms: build.query<Rooms, void>({
      query: () => call(contract.listRooms).query({ query: { limit: page_size } }),
      transformResponse: (data) => data as Rooms,
      merge: (known, fresh) => ({ ...withRoom(known, ...fresh.items), next: known.items.length > page_size ? known.next : fresh.next }),
    }),
    moreRooms: build.mutation(call(contract.listRooms)),
    room: build.mutation(call(contract.getRoom)),
    openRoom: build.mutation(call(contract.openRoom)),
    changeRoom: build.mutation(call(contract.changeRoom)),
    /** The part of a conversation that is here, by the room's id; parts are put in by `open-thread.ts` and by news. */
    thread: build.query<Thread, string>({
      // News keep it true while nobody looks, so coming back to it asks for nothing.
      keepUnusedDataFor: 600,
      query: (room_id) => messages.query({ params: { room_id } }),
      transformResponse: (data: unknown) => {
        const { results, last_seq } = messages.transformResponse(data)
        return startThread(results, last_seq)
      },
    }),
    /** A question, but nothing to keep as such: its answer goes into the thread. */
    messages: build.mutation(messages),
    sendMessage: build.mutation(call(contract.sendMessage)),
    removePicture: build.mutation(call(picture.removePicture)),
    editMessage: build.mutation(call(contract.editMessage)),
    deleteMessage: build.mutation(call(contract.deleteMessage)),
    react: build.mutation(call(contract.react)),
    markRead: build.mutation(call(contract.markRead)),
    markDelivered: build.mutation(call(contract.markDelivered)),
    tellTyping: build.mutation(call(contract.tellTyping)),
    /** Who writes to one at the moment, by room, with the time until which it is believed. */
    typing: build.query<Record<string, number>, void>({ queryFn: () => ({ data: {} }) }),
    presence: build.query(call(contract.getPresence)),
    people: build.query(call(contract.findPeople)),
    searchMessages: build.query({ ...call(contract.searchMessages), keepUnusedDataFor: 5 }),
    block: build.mutation(call(contract.blockPerson)),
    unblock: build.mutation(call(contract.unblockPerson)),
    report: build.mutation(call(contract.reportMessage)),
  }),
})

export const { useRoomsQuery, useThreadQuery, useTypingQuery, usePresenceQuery, usePeopleQuery, useSearchMessagesQuery } = chatApi
