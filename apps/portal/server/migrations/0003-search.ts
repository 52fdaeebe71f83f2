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
  await addPostIndex(schema)
  await addCommentIndex(schema)
}

const number = ({ dialect }: Schema) => (dialect === 'postgres' ? sql`bigint` : sql`integer`)

async function addPostIndex(schema: Schema) {
  const { db, dialect, types } = schema
  const table = db.schema
    .createTable('portal_post_docs')
    .addColumn('doc', number(schema), (c) => c.primaryKey().notNull())
    .addColumn('object_id', types.id, (c) => c.notNull().unique().references('portal_posts.id').onDelete('cascade'))
    .addColumn('scope', 'text', (c) => c.notNull())
  if (dialect === 'sqlite') {
    await table.execute()
    // The words come cut by us, in any script: all that this tokenizer does is to part them at blanks. Where in a text they stand nobody asks.
    await sql`create virtual table portal_post_index using fts5 (words, content='', contentless_delete=1, detail=none, tokenize='ascii')`.execute(db)
    // However a row goes, also with the person or post that it belonged to.
    await sql`create trigger portal_post_docs_gone after delete on portal_post_docs begin delete from portal_post_index where rowid = old.doc; end`.execute(db)
    return
  }
  await table.addColumn('words', sql`tsvector`, (c) => c.notNull()).execute()
  // Without a list of pending entries, which every search would walk through.
  await sql`create index portal_post_docs_words on portal_post_docs using gin (words) with (fastupdate = off)`.execute(db)
}

async function addCommentIndex(schema: Schema) {
  const { db, dialect, types } = schema
  const table = db.schema
    .createTable('portal_comment_docs')
    .addColumn('doc', number(schema), (c) => c.primaryKey().notNull())
    .addColumn('object_id', types.id, (c) => c.notNull().unique().references('portal_comments.id').onDelete('cascade'))
    .addColumn('scope', 'text', (c) => c.notNull())
  if (dialect === 'sqlite') {
    await table.execute()
    await sql`create virtual table portal_comment_index using fts5 (words, content='', contentless_delete=1, detail=none, tokenize='ascii')`.execute(db)
    await sql`create trigger portal_comment_docs_gone after delete on portal_comment_docs begin delete from portal_comment_index where rowid = old.doc; end`.execute(
      db,
    )
    return
  }
  await table.addColumn('words', sql`tsvector`, (c) => c.notNull()).execute()
  await sql`create index portal_comment_docs_words on portal_comment_docs using gin (words) with (fastupdate = off)`.execute(db)
}
