import { type Kysely, sql } from 'kysely'
import { type Schema, withBasics } from '#server/db/columns.ts'

export async function up({ db, dialect, types }: Schema) {
  // Several may claim an address, one holds it: the others have no key.
  if (dialect === 'postgres') await sql`alter table users alter column email_key drop not null`.execute(db)
  else await allowNoKey(db)
  await db.schema.alterTable('users').addColumn('email_claim', 'text').execute()
  await sql`create index users_by_claim on users (email_claim, number) where email_claim is not null`.execute(db)
  await withBasics(db.schema.createTable('codes'), types)
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    // Refers to nothing: looking whether the user is there would make a code for somebody slower than one for nobody.
    .addColumn('user_id', types.id)
    .addColumn('address', 'text')
    .addColumn('session_id', types.id)
    .addColumn('code_hash', 'text', (c) => c.notNull())
    .addColumn('link_hash', 'text', (c) => c.notNull().unique())
    .addColumn('tries', 'integer', (c) => c.notNull())
    .addColumn('code_expires_at', types.time, (c) => c.notNull())
    .addColumn('link_expires_at', types.time, (c) => c.notNull())
    .addColumn('used_at', types.time)
    .execute()
  // The next code takes the place of the one before it.
  await db.schema.createIndex('one_code_each').on('codes').columns(['purpose', 'subject']).unique().execute()
  await db.schema.createIndex('codes_by_user').on('codes').columns(['user_id', 'purpose']).execute()
  await withBasics(db.schema.createTable('known_devices'), types)
    .addColumn('user_id', types.id, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('device_hash', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('one_row_per_device').on('known_devices').columns(['user_id', 'device_hash']).unique().execute()
}

/** SQLite cannot take `not null` back: the table is made anew, with its indexes; foreign keys rest meanwhile. */
async function allowNoKey(db: Kysely<never>): Promise<void> {
  const { rows } = await sql<{ type: string; sql: string }>`select type, sql from sqlite_master where tbl_name = 'users' and sql is not null`.execute(db)
  const table = rows.find(({ type }) => type === 'table')?.sql ?? ''
  const changed = table.replace('"users"', '"users_new"').replace('"email_key" text not null unique', '"email_key" text unique')
  if (changed.includes('"users"') || changed.includes('"email_key" text not null')) throw new Error(`users is not as expected: ${table}`)
  await sql.raw(changed).execute(db)
  await sql`insert into users_new select * from users`.execute(db)
  await sql`drop table users`.execute(db)
  await sql`alter table users_new rename to users`.execute(db)
  for (const index of rows.filter(({ type }) => type === 'index')) await sql.raw(index.sql).execute(db)
}
