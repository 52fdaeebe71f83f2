import { requireId } from '#server/http/parse.ts'
import { Routes } from '#server/http/routes.ts'
import * as contract from '../contract/devices.ts'
import { signedIn } from './account.ts'
import { devicesOf, endDevice, endOtherDevices } from './devices.ts'
import { dropCookie } from './session-cookie.ts'

export const deviceRoutes = new Routes()
  .on(contract.listSessions, signedIn, ({ db, site, caller, query }) => devicesOf(db, caller, site.now(), query))
  .on(contract.endOtherSessions, signedIn.notByKey(), ({ write, caller }) => write((tx) => endOtherDevices(tx, caller)))
  .on(contract.endOneSession, signedIn.notByKey(), async ({ write, caller, params, reply }) => {
    const id = requireId(params.id, 'session')
    await write((tx) => endDevice(tx, caller, id))
    if (caller.via === 'cookie' && caller.session_id === id) dropCookie(reply)
  })
