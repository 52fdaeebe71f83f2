import { anyone } from '#server/http/guard.ts'
import { requireId } from '#server/http/parse.ts'
import { Routes } from '#server/http/routes.ts'
import * as contract from '../contract/data.ts'
import { signedIn } from './account.ts'
import { requestDeletion, undoDeletion } from './deletion.ts'
import { addExport, exportsOf, openExport, refuseTooManyExports } from './exports.ts'
import { requirePresence } from './presence.ts'
import { dropCookie } from './session-cookie.ts'

export const dataRoutes = new Routes()
  .on(contract.requestExport, signedIn.notByKey(), async ({ site, read, write, request, caller, body }) => {
    await requirePresence(site, read, caller, body.current_password)
    await refuseTooManyExports(site, read, caller)
    return write((tx) => addExport(tx, site, request, caller))
  })
  .on(contract.listExports, signedIn, ({ db, site, caller, query }) => exportsOf(db, site, caller, query))
  .on(contract.downloadExport, signedIn, ({ site, caller, request, params, query }) =>
    openExport(site, caller, request, requireId(params.id, 'export'), query.token),
  )
  .on(contract.requestDeletion, signedIn.notByKey(), async ({ site, read, write, request, caller, body, reply }) => {
    await requirePresence(site, read, caller, body.current_password)
    const answer = await write((tx) => requestDeletion(tx, site, request, caller, body.username))
    if (caller.via === 'cookie') dropCookie(reply)
    return answer
  })
  .on(contract.undoDeletion, anyone.counting('auth'), ({ site, read, write, request, body }) => undoDeletion(site, read, write, request, body.token))
