import type { Endpoint, Parsed, Returns } from '#contract/endpoint.ts'
import type { Db, Read, Write } from '../db/db.ts'
import type { Site } from '../site.ts'
import type { Duration } from '../units.ts'
import type { Caller } from './caller.ts'
import type { CookieOptions } from './cookies.ts'
import type { Guard } from './guard.ts'
import type { RequestFacts } from './request.ts'

/** What a handler may add to its answer. */
export interface Reply {
  header(name: string, value: string): void
  setCookie(name: string, value: string, options: CookieOptions): void
  /**
   * The answer to a visitor without credential is the same for all of them until a write touches one of these tags (`touch` in `freshness.ts`):
   * it is kept as bytes, and so are pages that asked for it.
   */
  keepUntil(...tags: string[]): void
}

interface Common<C> {
  caller: C
  request: RequestFacts
  reply: Reply
  site: Site
}

/**
 * A reading endpoint gets `db`. A writing one gets no handle at all, only `read` and `write`, each with a handle of its own inside:
 * so the outer handle cannot be used within a write, it does not exist there.
 */
export type Input<E extends Endpoint, C> = Parsed<E> & Common<C> & (E['method'] extends 'GET' ? { db: Db } : { read: Read; write: Write })

export interface RouteOptions {
  /** The answer is the same for everybody until the next start or `forgetAnswers`: kept as bytes, with this age for clients. */
  cached?: Duration
  /** Whoever brings no credential gets the same answer for ever, so pages that asked for it may be kept. */
  same_for_visitors?: true
  /**
   * The answer says only what the caller object holds, in an envelope that does not tell the time: it is made once for as long as that caller
   * is remembered. For what every page and program asks all day.
   */
  of_caller?: true
  /**
   * The answer is the caller's own: kept in this process for so long, as long as the stamp stays what it was. The stamp is a number that every
   * write that changes the answer makes larger, in its own transaction; it is read for each call, so nobody reads their own write late.
   */
  kept_while?: { age: Duration; stamp: (db: Db, caller: Caller) => Promise<number> }
  /** A call may bring an `Idempotency-Key`. The handler writes once, and what that write gives is all it answers from. */
  repeatable?: true
}

export interface Route {
  endpoint: Endpoint
  guard: Guard<unknown>
  options: RouteOptions
  /** The answers of an `of_caller` route. */
  kept: WeakMap<object, string> | undefined
  // biome-ignore lint/suspicious/noExplicitAny: `on` has checked the handler against its endpoint; the list holds them all
  handle: (input: any) => unknown
}

/** The endpoints of an app, one statement each: contract, guard, handler. */
export class Routes {
  readonly all: Route[] = []

  on<E extends Endpoint, C>(endpoint: E, guard: Guard<C>, handle: (input: Input<E, C>) => Returns<E> | Promise<Returns<E>>, options: RouteOptions = {}): this {
    this.all.push({ endpoint, guard: guard as Guard<unknown>, handle, options, kept: options.of_caller && new WeakMap() })
    return this
  }

  /** Takes in the statements of another file of the same app. */
  including(routes: Routes): this {
    this.all.push(...routes.all)
    return this
  }
}
