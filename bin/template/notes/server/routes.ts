import { user } from '#server/http/guard.ts'
import { requireId } from '#server/http/parse.ts'
import { Routes } from '#server/http/routes.ts'
import * as contract from '../contract.ts'
import * as notes from './notes.ts'

export const routes = new Routes()
  .on(contract.listNotes, user, ({ db, caller, query }) => notes.notesOf(db, caller, query))
  .on(contract.addNote, user, ({ write, caller, body }) => write((tx) => notes.addNote(tx, caller, body)))
  .on(contract.removeNote, user, ({ write, caller, params }) => write((tx) => notes.removeNote(tx, caller, requireId(params.id, 'note'))))
