import { type Kysely, sql } from 'kysely'
import type { Schema } from '#server/db/columns.ts'
import { skeleton } from '../skeleton.ts'

export async function up({ db }: Schema) {
  await db.schema.alterTable('profiles').addColumn('avatar', 'text').execute()
  await db.schema
    .alterTable('profiles')
    .addColumn('version', 'integer', (c) => c.notNull().defaultTo(1))
    .execute()
  await db.schema.alterTable('users').addColumn('username_skeleton', 'text').execute()
  await fill(db)
  await db.schema.createIndex('users_by_skeleton').unique().on('users').column('username_skeleton').execute()
}

/** Of accounts that look alike already the oldest has its look to itself; the others keep their names without one. */
async function fill(db: Kysely<never>): Promise<void> {
  const { rows } = await sql<{ id: string; username: string }>`select id, username from users order by number`.execute(db)
  const seen = new Set<string>()
  for (const { id, username } of rows) {
    const look = skeleton(username)
    if (seen.has(look)) continue
    seen.add(look)
    await sql`update users set username_skeleton = ${look} where id = ${id}`.execute(db)
  }
}
