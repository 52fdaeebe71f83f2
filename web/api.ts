import { type BaseQueryFn, createApi } from '@reduxjs/toolkit/query/react'
import type { Args, Endpoint, Returns } from '#contract/endpoint.ts'
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
