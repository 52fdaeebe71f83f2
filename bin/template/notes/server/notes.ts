import type { z } from 'zod'
import type { Page } from '#contract/page.ts'
import { notFound } from '#contract/problem.ts'
import { pageOfRows } from '#server/db/cursor.ts'
import type { Db, Tx } from '#server/db/db.ts'
import { prepared } from '#server/db/prepared.ts'
import type { Caller } from '#server/http/caller.ts'
import { type addNote as addNoteEndpoint, type Note, noteAdded } from '../contract.ts'
import { countWords } from './jobs.ts'

type NewNote = z.output<typeof addNoteEndpoint.body>
const columns = ['id', 'title', 'text', 'words', 'created_at'] as const

export function notesOf(db: Db, caller: Caller, { cursor, limit }: { cursor?: string | undefined; limit: number }): Promise<Page<Note>> {
  return pageOfRows(cursor, limit, (position, count) => {
    const own = db.selectFrom('notes').select(columns).where('user_id', '=', caller.id).limit(count)
    if (position && 'before' in position) return own.where('id', '>', position.before).orderBy('id', 'asc').execute()
    return (position ? own.where('id', '<', position.after) : own).orderBy('id', 'desc').execute()
  })
}

/** Built once: adding is what happens most. A note with the same id gives no row. */
const insertNote = prepared<NewNote & { user_id: string; now: string }>()((tx: Tx, note) =>
  tx
    .insertInto('notes')
    .values({ id: note.id, user_id: note.user_id, title: note.title, text: note.text, created_at: note.now, updated_at: note.now })
    .onConflict((c) => c.column('id').doNothing())
    .returning(columns),
)

export async function addNote(tx: Tx, caller: Caller, { id, title, text }: NewNote): Promise<Note> {
  const [note] = await insertNote(tx, { id, user_id: caller.id, title, text, now: tx.now })
  // Sent before: a retry after a lost answer gets the note it made. Somebody else's id is as good as none.
  if (!note) return requireNote(tx, caller, id)
  await tx.audit({ action: 'notes.note_added', model: 'notes', object_id: id, after: { title } })
  await tx.enqueue(countWords, { id })
  tx.publish(noteAdded, [caller.id], note)
  return note
}

export async function removeNote(tx: Tx, caller: Caller, id: string): Promise<void> {
  const note = await requireNote(tx, caller, id)
  await tx.deleteFrom('notes').where('id', '=', note.id).execute()
  await tx.audit({ action: 'notes.note_removed', model: 'notes', object_id: note.id, before: { title: note.title } })
}

/** Throws `not_found`, for other people's notes as well. */
async function requireNote(db: Db, caller: Caller, id: string): Promise<Note> {
  const note = await db.selectFrom('notes').select(columns).where('id', '=', id).where('user_id', '=', caller.id).executeTakeFirst()
  if (!note) throw notFound('note')
  return note
}
