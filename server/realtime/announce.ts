import type { z } from 'zod'
import type { Event } from '#contract/event.ts'
import type { Site } from '../site.ts'

/** Tells people something that is stored nowhere, such as that somebody is typing. What a write causes goes by `tx.publish`. */
export function announce<S extends z.ZodType>(site: Site, event: Event<string, S>, to: string[] | 'everyone', data: z.input<S>): void {
  if (to === 'everyone' || to.length > 0) void site.news.append(event.name, to, event.data.parse(data))
}
