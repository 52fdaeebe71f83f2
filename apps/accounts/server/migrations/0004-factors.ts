import { type Schema, withBasics } from '#server/db/columns.ts'

export async function up({ db, types }: Schema) {
  // Sessions from before this column have proved nothing lately.
  await db.schema.alterTable('sessions').addColumn('proved_at', types.time).execute()
  await withBasics(db.schema.createTable('totp_factors'), types)
    .addColumn('user_id', types.id, (c) => c.notNull().unique().references('users.id').onDelete('cascade'))
    .addColumn('secret_wrapped', 'text', (c) => c.notNull())
    .addColumn('confirmed_at', types.time)
    .addColumn('last_step', 'integer', (c) => c.notNull())
    .execute()
  await withBasics(db.schema.createTable('recovery_codes'), types)
    .addColumn('user_id', types.id, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('code_hash', 'text', (c) => c.notNull().unique())
    .addColumn('used_at', types.time)
    .execute()
  await db.schema.createIndex('recovery_codes_by_user').on('recovery_codes').column('user_id').execute()
  await withBasics(db.schema.createTable('passkeys'), types)
    .addColumn('user_id', types.id, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('credential_id', 'text', (c) => c.notNull().unique())
    .addColumn('public_key', 'text', (c) => c.notNull())
    // Unsigned, of 32 bits: more than an integer of PostgreSQL holds.
    .addColumn('counter', 'bigint', (c) => c.notNull())
    .addColumn('transports', types.json, (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('synced', 'integer', (c) => c.notNull())
    .addColumn('last_used_at', types.time)
    .execute()
  await db.schema.createIndex('passkeys_by_user').on('passkeys').column('user_id').execute()
  await db.schema
    .createTable('used_challenges')
    .addColumn('challenge_hash', 'text', (c) => c.primaryKey().notNull())
    .addColumn('expires_at', types.time, (c) => c.notNull())
    .modifyEnd(types.keyed)
    .execute()
}
