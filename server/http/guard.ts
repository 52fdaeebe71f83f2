import { forbidden, Problem, unauthenticated } from '#contract/problem.ts'
import type { Caller } from './caller.ts'
import type { LimitName, Rate } from './limits.ts'

export type Who = 'anyone' | 'user' | 'verified' | 'staff' | 'admin'

/** Who may call an endpoint, and how often. Immutable: `atMost`, `counting`, `notByKey` and `withoutSession` give a new one. */
export class Guard<C> {
  readonly who: Who
  /** Which row of the limits table counts calls; by default `account` for callers and `api` for visitors; `none` only for a page's own calls. */
  readonly counts: LimitName | 'none' | undefined
  /** A limit of this endpoint alone, beside the one of the table. */
  readonly rate: Rate | undefined
  /** Whether an API key will do. */
  readonly by_key: boolean

  /** Whether a session cookie says who calls. */
  readonly by_session: boolean

  constructor(who: Who, counts?: LimitName | 'none', rate?: Rate, by_key = true, by_session = true) {
    this.by_session = by_session
    this.who = who
    this.counts = counts
    this.rate = rate
    this.by_key = by_key
  }

  atMost(rate: Rate): Guard<C> {
    return new Guard<C>(this.who, this.counts, rate, this.by_key, this.by_session)
  }

  counting(name: LimitName | 'none'): Guard<C> {
    return new Guard<C>(this.who, name, this.rate, this.by_key, this.by_session)
  }

  /** For what manages credentials: a key that was stolen must not make another, nor lock its owner out. */
  notByKey(): Guard<C> {
    return new Guard<C>(this.who, this.counts, this.rate, false, this.by_session)
  }

  /**
   * For what is proven by the call itself, such as by a password or a token in its body: a session cookie that comes along speaks for nobody. So
   * the call needs no CSRF token, and does nothing for who is signed in.
   */
  withoutSession(): Guard<C> {
    return new Guard<C>(this.who, this.counts, this.rate, this.by_key, false)
  }

  /** Throws what a caller who may not pass is told. */
  admit(caller: Caller | undefined): void {
    if (!this.by_key && caller?.via === 'key') throw forbidden('API keys may not do that: sign in.')
    if (this.who === 'anyone') return
    if (!caller) throw unauthenticated()
    if (this.who === 'verified' && !caller.verified) throw new Problem('forbidden', 'Confirm your e-mail address first.')
    if (this.who === 'staff' && caller.role === 'user') throw forbidden()
    if (this.who === 'admin' && caller.role !== 'admin') throw forbidden()
  }
}

export const anyone = new Guard<Caller | undefined>('anyone')
export const user = new Guard<Caller>('user')
/** @public */
export const verified = new Guard<Caller>('verified')
/** @public */
export const staff = new Guard<Caller>('staff')
/** @public */
export const admin = new Guard<Caller>('admin')
