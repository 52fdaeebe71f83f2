import { requireId } from '#server/http/parse.ts'
import { Routes } from '#server/http/routes.ts'
import * as contract from '../contract/keys.ts'
import { signedIn } from './account.ts'
import { requireProof } from './key-proof.ts'
import { apiKeysOf, makeKey, renameKey, revokeKey } from './keys.ts'

const manager = signedIn.notByKey()

export const keyRoutes = new Routes()
  .on(contract.listKeys, signedIn, ({ db, site, caller, query }) => apiKeysOf(db, caller, site.now(), query))
  .on(contract.makeKey, manager, async ({ site, read, write, caller, request, body }) => {
    const { current_password, ...key } = body
    await requireProof(site, read, caller, current_password)
    return write((tx) => makeKey(tx, caller, request, key))
  })
  .on(contract.renameKey, manager, ({ write, caller, params, body }) => write((tx) => renameKey(tx, caller, requireId(params.id, 'key'), body.name)))
  .on(contract.revokeKey, manager, ({ write, caller, params }) => write((tx) => revokeKey(tx, caller, requireId(params.id, 'key'))))
