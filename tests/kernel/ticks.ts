import { z } from 'zod'
import { event } from '#contract/event.ts'
import { type App, defineApp } from '#server/app.ts'
import type { Schema } from '#server/db/columns.ts'
import type { Db, Tx } from '#server/db/db.ts'
import { job } from '#server/jobs/job.ts'

export interface Tick {
  id: string
  n: number
}

export const ticked = event('ticks.ticked', z.object({ n: z.number() }))

/** What the job did, in order; and what it is to do next: fail, or wait. */
export const done: { n: number; attempt: number; id: string }[] = []
export const plan: { fail: (attempt: number) => Error | undefined; wait: Promise<void> | undefined } = { fail: () => undefined, wait: undefined }

export const work = job({
  name: 'ticks.work',
  payload: z.object({ n: z.number() }),
  max_attempts: 4,
  async run({ id, attempt, payload }) {
    done.push({ n: payload.n, attempt, id })
    await plan.wait
    const error = plan.fail(attempt)
    if (error) throw error
  },
})

export const ticks: App = defineApp({
  name: 'ticks',
  migrations: {
    '0001-ticks': {
      async up({ db, types }: Schema) {
        await db.schema
          .createTable('ticks')
          .addColumn('id', types.id, (c) => c.primaryKey().notNull())
          .addColumn('n', 'integer', (c) => c.notNull().unique())
          .execute()
      },
    },
  },
  jobs: [work],
})

export const nobody = { actor_id: null, ip: null, request_id: null }

declare module '#server/db/tables.ts' {
  interface Tables {
    ticks: Tick
  }
}

export const addTick = (tx: Tx, n: number) => tx.insertInto('ticks').values({ id: Bun.randomUUIDv7(), n }).execute()
export const numbers = async (db: Db) => (await db.selectFrom('ticks').select('n').orderBy('n').execute()).map((row) => row.n)
