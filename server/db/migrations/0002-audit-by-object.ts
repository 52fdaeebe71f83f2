import type { Schema } from '../columns.ts'

/** What happened to one object, whatever it is: the audit log is asked by id alone. By actor there is an index since 0001. */
export async function up({ db }: Schema) {
  await db.schema.createIndex('audit_entries_by_object_id').on('audit_entries').columns(['object_id', 'id']).execute()
}
