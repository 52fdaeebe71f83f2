import type { z } from 'zod'

/** A piece of news, described once: its name and what it carries. */
export interface Event<N extends string = string, S extends z.ZodType = z.ZodType> {
  name: N
  data: S
  /** It goes to the open sockets of those it is for; else it stays inside the site. */
  live: boolean
}

/** News for the site itself, such as "what you remember of this user is stale". */
export function event<N extends string, S extends z.ZodType>(name: N, data: S): Event<N, S> {
  return { name, data, live: false }
}

/** News for people: every open tab and device of those it is for hears it. */
export function liveEvent<N extends string, S extends z.ZodType>(name: N, data: S): Event<N, S> {
  return { name, data, live: true }
}
