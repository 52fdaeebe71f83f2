import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/db.ts'
import type { Site } from '#server/site.ts'

/** So many pages of the index are written in one step: others wait a few milliseconds. */
const step_pages = 16
/** Below that there is nothing to gain. */
const few_segments = 3
/** Far more than any index needs; an end in any case. */
const max_steps = 20_000

/**
 * SQLite's index grows in segments, and a search for several words looks into each of them: a million todos that were imported lie in two dozen. They
 * are put together in small steps, about a second for a million. Gives how many steps that took. PostgreSQL's index is one.
 */
export async function tidySearch({ store }: Pick<Site, 'store'>): Promise<number> {
  if (store.db.dialect !== 'sqlite' || (await segmentsOf(store.db)) < few_segments) return 0
  const nobody = { actor_id: null, ip: null, request_id: null }
  // A negative number begins with all segments; positive ones go on.
  for (let step = 0; step < max_steps; step++) {
    const changed = await store.write(nobody, (tx) => merge(tx, step === 0 ? -step_pages : step_pages))
    // It writes at least its own two rows when there was something to do.
    if (changed < 2) return step
    await Bun.sleep(5)
  }
  return max_steps
}

async function merge(tx: Tx, pages: number): Promise<number> {
  const before = await changesOf(tx)
  await sql`insert into todos_search (todos_search, rank) values ('merge', ${pages})`.execute(tx)
  return (await changesOf(tx)) - before
}

const changesOf = async (tx: Tx) => (await sql<{ n: number }>`select total_changes() as n`.execute(tx)).rows[0]?.n ?? 0

export const segmentsOf = async (db: Db) => (await sql<{ n: number }>`select count(distinct segid) as n from todos_search_idx`.execute(db)).rows[0]?.n ?? 0
