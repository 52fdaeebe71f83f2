import { type BaseQueryFn, createApi } from '@reduxjs/toolkit/query/react'
import type { Args, Endpoint, Returns } from '#contract/endpoint.ts'
import type { Page } from '#contract/page.ts'
import { type ApiError, type Call, type Extra, send } from './transport.ts'

const baseQuery: BaseQueryFn<Call, unknown, ApiError> = (call, { extra, signal }) => send(call, extra as Extra, signal)

/** The one cache of what the server said; apps put their endpoints in with `injectEndpoints`. */
export const api = createApi({ reducerPath: 'api', baseQuery, tagTypes: ['Session'], endpoints: () => ({}) })

/** What a call is given: nothing where the endpoint takes nothing. */
export type CallArgs<E> = unknown extends Args<E> ? void : Args<E>

/** An endpoint of the contract as an endpoint of the cache: `build.query(call(listStates))`. */
export function call<E extends Endpoint>(endpoint: E) {
  return {
    query: (args: CallArgs<E>): Call => ({ endpoint, args: (args ?? {}) as Call['args'] }),
    transformResponse: (data: unknown): Returns<E> => data as Returns<E>,
  }
}

type Part<E> = Returns<E> extends Page<infer T> ? { items: T[]; next: string | null; previous: string | null } : never

/**
 * An endpoint that gives a list by page as one list that grows: `build.infiniteQuery(pagesOf(listKeys, 50))`. Its argument is whose list it is,
 * so that nobody ever sees what the one before them at this screen had.
 */
export function pagesOf<E extends Endpoint>(endpoint: E, limit: number) {
  return {
    infiniteQueryOptions: { initialPageParam: null as string | null, getNextPageParam: ({ next }: Part<E>) => next },
    query: ({ pageParam }: { queryArg: string; pageParam: string | null }): Call => ({ endpoint, args: { query: { limit, cursor: pageParam } } }),
    transformResponse: (data: unknown): Part<E> => data as Part<E>,
  }
}
