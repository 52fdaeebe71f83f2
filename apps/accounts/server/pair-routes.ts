import type { Write } from '#server/db/db.ts'
import { anyone } from '#server/http/guard.ts'
import { Routes } from '#server/http/routes.ts'
import * as contract from '../contract/pair-door.ts'
import { type Account, signedIn } from './account.ts'
import { findSession } from './find-session.ts'
import { obtainTokens } from './obtain-tokens.ts'
import { changeProfile, refuseNewAddress } from './profiles.ts'
import { accessFor, endByRefresh, rotate, sessionOfRefresh, tokenNotValid } from './refresh.ts'
import { register } from './sign-up.ts'
import { keysOf } from './signing-keys.ts'

const shown = ({ username, email, first_name, last_name }: Account) => ({ username, email, first_name, last_name })

async function changePair(
  write: Write,
  caller: Account,
  { email, ...names }: { email?: string | undefined; first_name?: string | undefined; last_name?: string | undefined },
) {
  refuseNewAddress(caller, email)
  const { first_name, last_name } = await write((tx) => changeProfile(tx, caller, names))
  return { message: 'Profile updated successfully', data: { ...shown(caller), first_name, last_name } }
}

export const pairRoutes = new Routes()
  .on(contract.registerPair, anyone.counting('auth'), async ({ site, write, request, body }) => {
    const { password2, ...registration } = body
    await register(site, write, request, registration)
    return { message: 'User registered successfully' }
  })
  .on(contract.obtainPair, anyone.counting('login'), async ({ site, read, write, request, body }) => {
    const given = { name: body.username, password: body.password, otp: body.otp }
    const { tokens } = await obtainTokens(site, read, write, request, 'pair', 'accounts.obtain_token_pair', given)
    return tokens
  })
  .on(contract.refreshPair, anyone, async ({ site, read, write, body }) => {
    if (site.config.TOKEN_PAIR_ROTATION) return rotate(site, keysOf(site), write, body.refresh, 'pair')
    const session = await read((db) => sessionOfRefresh(site, keysOf(site), db, body.refresh, ['pair']))
    return { access: await accessFor(site, keysOf(site), 'pair', session.user_id, session.id) }
  })
  .on(contract.verifyToken, anyone, async ({ site, read, body }) => {
    if (await findSession(site, { kind: 'bearer', secret: body.token }, site.now().getTime())) return {}
    await read((db) => sessionOfRefresh(site, keysOf(site), db, body.token, ['jwt', 'pair']))
    return {}
  })
  .on(contract.blacklistToken, anyone, async ({ site, write, body }) => {
    if (await endByRefresh(site, keysOf(site), write, body.refresh, 'accounts.blacklist_token')) return {}
    throw tokenNotValid()
  })
  .on(contract.getPairProfile, signedIn, ({ caller }) => shown(caller))
  .on(contract.putPairProfile, signedIn, ({ write, caller, body }) => changePair(write, caller, body))
  .on(contract.patchPairProfile, signedIn, ({ write, caller, body }) => changePair(write, caller, body))
