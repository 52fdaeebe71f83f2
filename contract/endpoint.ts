import { z } from 'zod'
import type { AnswerKind } from './answer.ts'
import type { Door } from './door.ts'
import type { BodyKind } from './upload.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

type ParamNames<P extends string> = P extends `${string}:${infer N}/${infer R}`
  ? N | ParamNames<`/${R}`>
  : P extends `${string}:${infer N}.${string}`
    ? N
    : P extends `${string}:${infer N}`
      ? N
      : never
export type Params<P extends string> = { [K in ParamNames<P>]: string }

const none = z.undefined()
type None = typeof none

/**
 * A request, described once: the server validates and types its handler by it, OpenAPI, the browser's hooks, the test client
 * and the socket are made from it.
 */
export interface Endpoint<
  M extends Method = Method,
  P extends string = string,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  /** `app.verb_noun`: the same in audit, jobs, OpenAPI (`operationId`) and on the socket. */
  name: string
  door: Door
  method: M
  /** With `:names`; without a trailing slash, which clients may add. */
  path: P
  summary: string
  description?: string
  query: Q
  body: B
  accepts: BodyKind
  returns: R
  status: 200 | 201 | 204 | 302
  answers: AnswerKind
  /** The answer stands on the wire as it is, without the door's envelope. */
  bare: boolean
  /** The answer is a part of a list, made with `pageOf`. */
  paged: boolean
  /** Statuses that this endpoint gives beside the usual ones, with the reason. */
  errors?: Partial<Record<number, string>>
  /** A body that works on a fresh site; shown in the docs. */
  example?: z.input<B>
}

export function endpoint<M extends Method, P extends string, R extends z.ZodType = None, Q extends z.ZodType = None, B extends z.ZodType = None>(e: {
  name: string
  door: Door
  method: M
  path: P
  summary: string
  description?: string
  query?: Q
  body?: B
  returns?: R
  status?: 200 | 201 | 204 | 302
  bare?: boolean
  errors?: Partial<Record<number, string>>
  example?: z.input<B>
}): Endpoint<M, P, Q, B, R> {
  const { page, answer } = e.returns?.meta() ?? {}
  const answers = (answer ?? 'json') as AnswerKind
  return {
    status: answers === 'redirect' ? 302 : 200,
    answers,
    accepts: (e.body?.meta()?.['body'] ?? 'json') as BodyKind,
    bare: false,
    paged: page === true,
    ...e,
    query: (e.query ?? none) as Q,
    body: (e.body ?? none) as B,
    returns: (e.returns ?? none) as R,
  }
}

export const takes = (schema: z.ZodType) => !(schema instanceof z.ZodUndefined)
/** A body with a default (`.prefault({})`) need not be sent. */
export const mayBeLeftOut = (body: z.ZodType) => body instanceof z.ZodPrefault

type Part<N extends string, T> = [T] extends [undefined] ? unknown : { [K in N]: T }
type QueryPart<T> = [T] extends [undefined] ? unknown : { query?: T }
type ParamPart<P extends string> = [ParamNames<P>] extends [never] ? unknown : { params: Params<P> }
/** What a client gives to call it. */
export type Args<E> =
  E extends Endpoint<infer _M, infer P, infer Q, infer B, infer _R> ? ParamPart<P> & QueryPart<z.input<Q>> & Part<'body', z.input<B>> : never
/** What the handler gets after validation. */
export type Parsed<E> = E extends Endpoint<infer _M, infer P, infer Q, infer B, infer _R> ? { params: Params<P>; query: z.output<Q>; body: z.output<B> } : never
type Nothing<T> = [T] extends [undefined] ? void : T
/** What the handler gives and the client gets. */
export type Returns<E> = E extends Endpoint<infer _M, infer _P, infer _Q, infer _B, infer R> ? Nothing<z.output<R>> : never

/** The address of a call, its parameters escaped; `prefix` is put before it. */
export function addressOf(e: Endpoint, args: { params?: Record<string, string>; query?: Record<string, unknown> }): string {
  const path = e.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(args.params?.[name] ?? ''))
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(args.query ?? {})) if (value !== undefined && value !== null && value !== '') query.set(name, String(value))
  const search = query.toString()
  return search ? `${path}?${search}` : path
}
