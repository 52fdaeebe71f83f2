import { z } from 'zod'
import { event } from '#contract/event.ts'
import type { Tx } from '../db/db.ts'
import type { Bus } from '../realtime/bus.ts'

/** What visitors see of these things is another now. */
const publicChanged = event('kernel.public_changed', z.object({ tags: z.array(z.string()) }))

/**
 * Part of a write: once it is committed, nobody is given an answer or page that was kept from before it and said `reply.keepUntil` with one of
 * these tags. At once in this process; in others within a second.
 */
export function touch(tx: Tx, ...tags: string[]): void {
  tx.publish(publicChanged, [], { tags })
}

/** What a kept answer is good for: until one of its tags is touched after its making began. */
export interface Stamp {
  readonly tags: Set<string>
  /** How many touches this process had heard of when the making began. */
  readonly touches: number
  /** When the oldest part of it was begun, on the process's own clock. */
  begun_ms: number
}

const max_tags = 10_000

/** Knows when tags were last touched, for what is kept of public answers in this process. */
export class Freshness {
  readonly #last = new Map<string, number>()
  readonly #max_age_ms: number
  #touches = 0
  /** Of tags that are not in the map it is only known that their last touch was not after this. */
  #forgotten = 0

  /** `max_age_ms`: so long may this process not have heard of another one's write. */
  constructor(bus: Bus, max_age_ms: number) {
    this.#max_age_ms = max_age_ms
    bus.hear(publicChanged.name, (data) => this.#touch((data as z.infer<typeof publicChanged.data>).tags))
  }

  /** To be called before anything is read. */
  begin(): Stamp {
    return { tags: new Set(), touches: this.#touches, begun_ms: performance.now() }
  }

  holds({ tags, touches, begun_ms }: Stamp): boolean {
    if (performance.now() - begun_ms > this.#max_age_ms || touches < this.#forgotten) return false
    for (const tag of tags) if ((this.#last.get(tag) ?? 0) > touches) return false
    return true
  }

  #touch(tags: string[]): void {
    this.#touches++
    if (this.#last.size + tags.length > max_tags) {
      this.#last.clear()
      this.#forgotten = this.#touches
    }
    for (const tag of tags) this.#last.set(tag, this.#touches)
  }
}
