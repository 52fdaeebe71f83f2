import { Routes } from '#server/http/routes.ts'
import * as contract from '../contract/confirm.ts'
import { signedIn } from './account.ts'
import { confirmByPassword, proofWays } from './confirm.ts'
import { confirmation, confirmByPasskey } from './passkey-sign-in.ts'
import { requestOptions } from './passkey-use.ts'
import { descriptorsOf } from './passkeys.ts'

export const confirmRoutes = new Routes()
  .on(contract.getProofWays, signedIn.notByKey(), ({ db, caller }) => proofWays(db, caller))
  .on(contract.confirmOptions, signedIn.notByKey(), async ({ site, read, request, caller }) => ({
    ...requestOptions(site, request, confirmation(caller)),
    allowCredentials: await read((db) => descriptorsOf(db, caller.id)),
  }))
  .on(contract.confirm, signedIn.notByKey().counting('login'), ({ site, read, write, request, caller, body: { password = '', otp, passkey } }) =>
    passkey ? confirmByPasskey(site, read, write, request, caller, passkey) : confirmByPassword(site, read, write, request, caller, { password, otp }),
  )
