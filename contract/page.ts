import { z } from 'zod'
import { whole } from './whole.ts'

/** A part of a list; cursors are opaque to clients. */
export interface Page<T> {
  items: T[]
  next: string | null
  previous: string | null
  limit: number
}

export const max_page_size = 100

/** The query of every list: `?cursor=&limit=` (1–100, default 20). */
export const pageQuery = {
  cursor: z.string().max(2000).optional(),
  limit: whole(1, max_page_size).default(20),
}

/** The answer of an endpoint that returns a part of a list; the door decides how it looks on the wire. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable(), previous: z.string().nullable(), limit: z.int() }).meta({ page: true })
}
