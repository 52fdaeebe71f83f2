import type { z } from 'zod'
import type { Site } from '../site.ts'

/** Name, payload, handler. It may run twice, so it must be harmless twice. */
export interface Job<S extends z.ZodType = z.ZodType> {
  /** `app.verb_noun`. */
  name: string
  payload: S
  /** After this many failed tries it is dead and waits for a person. */
  max_attempts: number
  run(input: JobInput<z.output<S>>): Promise<void>
}

export interface JobInput<P> {
  /** The same for each try: what the outside sees once (a Message-ID) is made from it. */
  id: string
  attempt: number
  payload: P
  site: Site
}

export function job<S extends z.ZodType>(j: Omit<Job<S>, 'max_attempts'> & { max_attempts?: number }): Job<S> {
  return { max_attempts: 8, ...j }
}

/** A job that repeats by a cron pattern (UTC); across a cluster each turn runs once. */
export interface Schedule {
  name: string
  /** Five fields, UTC. */
  cron: string
  job: Job
}
