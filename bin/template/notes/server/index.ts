import { defineApp } from '#server/app.ts'
import { countWords } from './jobs.ts'
import * as m0001 from './migrations/0001-notes.ts'
import { routes } from './routes.ts'

export const notes = defineApp({ name: 'notes', migrations: { '0001-notes': m0001 }, routes, jobs: [countWords] })
