import { Problem } from '#contract/problem.ts'
import { parseJson } from '../http/body.ts'
import { jsonOf } from '../shown.ts'
import type { News } from './news.ts'

/** Close codes of our own follow HTTP's statuses. */
export const closes = {
  unauthenticated: 4401,
  not_found: 4404,
  too_many: 4429,
  going_away: 1012,
  policy: 1008,
} as const

export type Frame = Record<string, unknown>

export interface CallFrame {
  ref: string | number
  endpoint: string
  params: unknown
  query: unknown
  body: unknown
}

/** Throws `malformed` for what is no JSON object. */
export function readFrame(message: string | Buffer): Frame {
  if (typeof message !== 'string') throw new Problem('malformed', 'Send JSON as text frames.')
  const frame = parseJson(message)
  if (typeof frame !== 'object' || frame === null || Array.isArray(frame)) throw new Problem('malformed', 'A frame is a JSON object.')
  return frame as Frame
}

/** Throws `malformed` for a call that its answer could not be matched with. */
export function readCall({ ref, endpoint, params, query, body }: Frame): CallFrame {
  if (!isRef(ref)) throw new Problem('malformed', 'A call needs a ref: a number, or a text of at most 100 characters.')
  return { ref, endpoint: String(endpoint), params, query, body }
}

export const isRef = (ref: unknown): ref is string | number => Number.isFinite(ref) || (typeof ref === 'string' && ref.length <= 100)

const frames = new WeakMap<News, string>()
/** Made once for all who hear it. */
export function newsFrame(news: News): string {
  let frame = frames.get(news)
  if (frame === undefined) {
    frame = `{"event":${JSON.stringify(news.event)},"cursor":${JSON.stringify(news.cursor)},"data":${jsonOf(news.data)}}`
    frames.set(news, frame)
  }
  return frame
}

/** Frames a second over a while, and at once. */
const per_second = 50
const at_once = 200

/** How many frames a client may send: a bucket that refills. */
export class FrameAllowance {
  #left = at_once
  #at: number

  constructor(now: number) {
    this.#at = now
  }

  take(now: number): boolean {
    this.#left = Math.min(at_once, this.#left + ((now - this.#at) / 1000) * per_second)
    this.#at = now
    return --this.#left >= 0
  }
}
