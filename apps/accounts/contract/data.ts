import { z } from 'zod'
import { file } from '#contract/answer.ts'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { pageOf, pageQuery } from '#contract/page.ts'
import { GivenPassword, someone } from './fields.ts'

/** All one's data, and the end of it. */

const proof = 'Needs a sign-in of the last ten minutes, or `current_password`.'
const proofErrors = { 403: 'Your sign-in is older than ten minutes: send `current_password` (code `proof_needed`).' }

const DataExport = z.object({
  id: z.uuid(),
  state: z.enum(['queued', 'ready', 'expired', 'failed']),
  /** In bytes, once it is ready. */
  size: z.int().nullable(),
  created_at: z.iso.datetime(),
  ready_at: z.iso.datetime().nullable(),
  expires_at: z.iso.datetime().nullable(),
})
export type DataExport = z.infer<typeof DataExport>

export const requestExport = endpoint({
  name: 'accounts.request_export',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/export',
  summary: 'Ask for all your data as a zip',
  description: `${proof} It is made in the background; then a mail brings the link. The \`token\` of the answer opens it too. One at a time, three a day.`,
  body: z.strictObject({ current_password: GivenPassword.optional() }).prefault({}),
  returns: DataExport.extend({ token: z.string() }),
  status: 201,
  errors: { ...proofErrors, 409: 'One is being made already.' },
  example: { current_password: someone.password },
})

export const listExports = endpoint({
  name: 'accounts.list_exports',
  door: sessionDoor,
  method: 'GET',
  path: '/auth/exports',
  summary: 'Your exports, newest first',
  query: z.object(pageQuery),
  returns: pageOf(DataExport),
})

export const downloadExport = endpoint({
  name: 'accounts.download_export',
  door: sessionDoor,
  method: 'GET',
  path: '/auth/exports/:id/download',
  summary: 'The zip itself',
  description: 'Opens only with both: your own session, and the token from the mail (or from the answer to the request).',
  query: z.object({ token: z.string().max(100).default('') }),
  returns: file,
  errors: { 410: 'It was kept for seven days and is gone.' },
})

export const requestDeletion = endpoint({
  name: 'accounts.request_deletion',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/deletion',
  summary: 'Close your account now and have it erased in 14 days',
  description: `${proof} All your sessions end. Until then a link that comes by mail, or your password, brings it back.`,
  body: z.strictObject({
    username: z.string().max(120).describe('Your own, to be sure'),
    current_password: GivenPassword.optional(),
  }),
  returns: z.object({ erase_at: z.iso.datetime() }),
  errors: { ...proofErrors, 409: 'You are the only admin and others have accounts here, or it is being deleted already.' },
  example: { username: someone.username, current_password: someone.password },
})

export const undoDeletion = endpoint({
  name: 'accounts.undo_deletion',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/deletion/undo',
  summary: 'Keep the account after all',
  description: 'With the token from the mail, or from the answer that a sign-in with the right password gets (code `being_deleted`). Signs nobody in.',
  body: z.strictObject({ token: z.string().min(1, 'This field may not be blank.').max(200) }),
  returns: z.object({ username: z.string() }),
  errors: { 410: 'The token is not one, has been used, or the account has been erased.' },
  example: { token: 'the token from the mail' },
})
