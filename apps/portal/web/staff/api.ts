import { api, call } from '#web/api.ts'
import type { Call } from '#web/transport.ts'
import * as contact from '../../contract/contact.ts'
import * as moderation from '../../contract/moderation.ts'

const page_size = 30
interface Part<T> {
  items: T[]
  next: string | null
  previous: string | null
}
const growing = { initialPageParam: null as string | null, getNextPageParam: ({ next }: Part<unknown>) => next }
const query = (narrowed: Record<string, string>, cursor: string | null) => ({ query: { limit: page_size, ...narrowed, ...(cursor ? { cursor } : {}) } })

export type Mailbox = contact.ContactMessage['status'] | 'all'

export const staffApi = api.injectEndpoints({
  endpoints: (build) => ({
    cases: build.infiniteQuery<Part<moderation.Case>, { done: boolean }, string | null>({
      infiniteQueryOptions: growing,
      keepUnusedDataFor: 0,
      query: ({ queryArg: { done }, pageParam }): Call => ({ endpoint: moderation.listCases, args: query({ done: done ? 'true' : 'false' }, pageParam) }),
    }),
    decideCase: build.mutation(call(moderation.decideCase)),
    contactMessages: build.infiniteQuery<Part<contact.ContactMessage>, Mailbox, string | null>({
      infiniteQueryOptions: growing,
      keepUnusedDataFor: 0,
      query: ({ queryArg, pageParam }): Call => ({
        endpoint: contact.listContactMessages,
        args: query(queryArg === 'all' ? {} : { status: queryArg }, pageParam),
      }),
    }),
    changeContactMessage: build.mutation(call(contact.changeContactMessage)),
  }),
})
export const { useCasesInfiniteQuery, useContactMessagesInfiniteQuery } = staffApi
