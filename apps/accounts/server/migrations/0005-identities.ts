import { type Schema, withBasics } from '#server/db/columns.ts'

export async function up({ db, types }: Schema) {
  await withBasics(db.schema.createTable('identities'), types)
    .addColumn('user_id', types.id, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('issuer', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('email', 'text')
    .addColumn('last_used_at', types.time, (c) => c.notNull())
    // Of two accounts that reach for one identity at the same moment the database lets one have it.
    .addUniqueConstraint('one_account_per_identity', ['issuer', 'subject'])
    .execute()
  await db.schema.createIndex('identities_by_user').on('identities').column('user_id').execute()
  await db.schema
    .createTable('outside_sign_ins')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('next', 'text', (c) => c.notNull())
    .addColumn('user_id', types.id, (c) => c.references('users.id').onDelete('cascade'))
    .addColumn('session_id', types.id)
    .addColumn('expires_at', types.time, (c) => c.notNull())
    .modifyEnd(types.keyed)
    .execute()
}
