import { visitorsCookie } from '#server/http/csrf.ts'
import { requireId } from '#server/http/parse.ts'
import { Routes } from '#server/http/routes.ts'
import * as contract from '../contract/passkeys.ts'
import { accountOf, me, signedIn, visitor } from './account.ts'
import { signInWithPasskey } from './passkey-sign-in.ts'
import { requestOptions } from './passkey-use.ts'
import { creationOptions, keepPasskey, passkeysOf, removePasskey, renamePasskey } from './passkeys.ts'
import { requireRecentProof } from './recent-proof.ts'
import { giveCookie } from './session-cookie.ts'

export const passkeyRoutes = new Routes()
  .on(contract.listPasskeys, signedIn.notByKey(), ({ db, caller }) => passkeysOf(db, caller))
  .on(contract.passkeyOptions, signedIn.notByKey(), async ({ site, read, request, caller }) => {
    await requireRecentProof(site, caller, read)
    return creationOptions(site, read, request, caller)
  })
  .on(contract.addPasskey, signedIn.notByKey(), async ({ site, read, write, request, caller, body }) => {
    await requireRecentProof(site, caller, read)
    return keepPasskey(site, write, request, caller, body)
  })
  .on(contract.renamePasskey, signedIn.notByKey(), ({ write, caller, params, body }) => {
    const id = requireId(params.id, 'passkey')
    return write((tx) => renamePasskey(tx, caller, id, body.name))
  })
  .on(contract.removePasskey, signedIn.notByKey(), async ({ site, read, write, request, caller, params }) => {
    const id = requireId(params.id, 'passkey')
    await requireRecentProof(site, caller, read)
    await write((tx) => removePasskey(tx, site, request, caller, id))
  })
  .on(contract.passkeySignInOptions, visitor, ({ site, request }) => requestOptions(site, request, { purpose: 'sign in', visitor: visitorsCookie(request) }))
  .on(contract.passkeySignIn, visitor.counting('login'), async ({ site, read, write, request, caller, body, reply }) => {
    const { row, session } = await signInWithPasskey(site, read, write, request, caller, visitorsCookie(request), body.credential)
    giveCookie(reply, session.secret)
    return me(accountOf(row, session.id, 'cookie'))
  })
