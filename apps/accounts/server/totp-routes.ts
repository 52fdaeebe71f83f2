import { Routes } from '#server/http/routes.ts'
import * as contract from '../contract/totp.ts'
import { signedIn } from './account.ts'
import { requireRecentProof } from './recent-proof.ts'
import { confirmTotp, newRecoveryCodes, startTotp, totpOf, turnTotpOff } from './totp.ts'

export const totpRoutes = new Routes()
  .on(contract.getTotp, signedIn.notByKey(), ({ db, caller }) => totpOf(db, caller))
  .on(contract.startTotp, signedIn.notByKey(), async ({ site, read, write, caller }) => {
    await requireRecentProof(site, caller, read)
    return startTotp(site, read, write, caller)
  })
  .on(contract.confirmTotp, signedIn.notByKey(), async ({ site, read, write, request, caller, body }) => {
    await requireRecentProof(site, caller, read)
    return { recovery_codes: await confirmTotp(site, read, write, request, caller, body.code) }
  })
  .on(contract.turnTotpOff, signedIn.notByKey(), async ({ site, read, write, request, caller }) => {
    await requireRecentProof(site, caller, read)
    await write((tx) => turnTotpOff(tx, site, request, caller))
  })
  .on(contract.newRecoveryCodes, signedIn.notByKey(), async ({ site, read, write, caller }) => {
    await requireRecentProof(site, caller, read)
    return { recovery_codes: await write((tx) => newRecoveryCodes(tx, site, caller)) }
  })
