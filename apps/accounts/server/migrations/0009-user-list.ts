import type { Schema } from '#server/db/columns.ts'

export async function up({ db }: Schema) {
  await db.schema.createIndex('users_by_joining').on('users').columns(['date_joined', 'id']).execute()
}
