import { z } from 'zod'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { event } from '#contract/event.ts'
import { pageOf, pageQuery } from '#contract/page.ts'

export const Note = z.object({
  id: z.uuid(),
  title: z.string().trim().min(1, 'Give the note a title.').max(200),
  text: z.string().max(10_000),
  /** Counted by a job soon after. */
  words: z.int().nullable(),
  created_at: z.iso.datetime(),
})
export type Note = z.infer<typeof Note>

export const listNotes = endpoint({
  name: 'notes.list_notes',
  door: sessionDoor,
  method: 'GET',
  path: '/api/notes',
  summary: 'Your notes, newest first',
  query: z.object(pageQuery),
  returns: pageOf(Note),
})

export const addNote = endpoint({
  name: 'notes.add_note',
  door: sessionDoor,
  method: 'POST',
  path: '/api/notes',
  summary: 'Add a note; the same id again adds nothing',
  body: z.strictObject({ id: Note.shape.id, title: Note.shape.title, text: Note.shape.text.default('') }),
  returns: Note,
  status: 201,
  example: { id: '0198a0b1-7c00-7000-8000-000000000001', title: 'Book the night train', text: '' },
})

export const removeNote = endpoint({
  name: 'notes.remove_note',
  door: sessionDoor,
  method: 'DELETE',
  path: '/api/notes/:id',
  summary: 'Remove a note',
  status: 204,
})

export const noteAdded = event('notes.note_added', Note)
