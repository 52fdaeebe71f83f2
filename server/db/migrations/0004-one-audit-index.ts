import type { Schema } from '../columns.ts'

/** Objects are asked for by their id alone, for which there is an index since 0002. Every write of every app keeps these. */
export async function up({ db }: Schema) {
  await db.schema.dropIndex('audit_entries_by_object').execute()
}
