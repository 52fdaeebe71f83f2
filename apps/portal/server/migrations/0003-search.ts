import { sql } from 'kysely'
import type { Schema } from '#server/db/columns.ts'

/** Words are compared byte by byte on both databases. */
const bytewise = ({ dialect }: Schema) => (dialect === 'postgres' ? sql`text collate "C"` : sql`text`)

export async function up(schema: Schema) {
  const { db, types } = schema
  await db.schema
    .createTable('portal_words')
    .addColumn('scope', bytewise(schema), (c) => c.notNull())
    .addColumn('word', bytewise(schema), (c) => c.notNull())
    .addPrimaryKeyConstraint('portal_words_key', ['scope', 'word'])
    .modifyEnd(types.keyed)
    .execute()
  await db.schema
    .createTable('portal_word_remains')
    .addColumn('scope', bytewise(schema), (c) => c.notNull())
    .addColumn('remains', bytewise(schema), (c) => c.notNull())
    .addColumn('word', bytewise(schema), (c) => c.notNull())
    .addPrimaryKeyConstraint('portal_word_remains_key', ['scope', 'remains', 'word'])
    .modifyEnd(types.keyed)
    .execute()
  for (const kind of ['post', 'comment']) await addIndex(schema, kind)
}

async function addIndex({ db, dialect, types }: Schema, kind: string) {
  const docs = `portal_${kind}_docs`
  let table = db.schema
    .createTable(docs)
    .addColumn('doc', dialect === 'postgres' ? 'bigint' : 'integer', (c) => c.primaryKey().notNull())
    .addColumn('object_id', types.id, (c) => c.notNull().unique().references(`portal_${kind}s.id`).onDelete('cascade'))
    .addColumn('scope', 'text', (c) => c.notNull())
  if (dialect === 'postgres') table = table.addColumn('words', sql`tsvector`, (c) => c.notNull())
  await table.execute()
  if (dialect === 'postgres') {
    // Without a list of pending entries, which every search would walk through.
    await sql`create index ${sql.ref(`${docs}_words`)} on ${sql.table(docs)} using gin (words) with (fastupdate = off)`.execute(db)
    return
  }
  // The words come cut by us, in any script: all that this tokenizer does is to part them at blanks. Where in a text they stand nobody asks.
  await sql`create virtual table ${sql.table(`portal_${kind}_index`)} using fts5 (words, content='', contentless_delete=1, detail=none, tokenize='ascii')`.execute(
    db,
  )
  // However a row goes, also with the post that it belonged to.
  await sql`create trigger ${sql.ref(`${docs}_gone`)} after delete on ${sql.table(docs)} begin delete from ${sql.table(`portal_${kind}_index`)} where rowid = old.doc; end`.execute(
    db,
  )
}
