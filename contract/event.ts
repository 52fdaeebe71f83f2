import type { z } from 'zod'

/** A piece of news, described once: its name and what it carries. */
export interface Event<N extends string = string, S extends z.ZodType = z.ZodType> {
  name: N
  data: S
}

export function event<N extends string, S extends z.ZodType>(name: N, data: S): Event<N, S> {
  return { name, data }
}
