import { sql } from 'kysely'
import type { Schema } from '../columns.ts'

/** Jobs that are dead are few among many that are done: whoever watches the site counts them every few seconds. */
export async function up({ db }: Schema) {
  await sql`create index jobs_dead on jobs (finished_at) where state = 'dead'`.execute(db)
}
