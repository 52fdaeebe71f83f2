import type { z } from 'zod'
import { tokenNotValid } from '#contract/problem.ts'
import { canonical } from '#server/canonical.ts'
import { type Input, Routes } from '#server/http/routes.ts'
import * as contract from '../contract/pair-door.ts'
import { type Account, program, signedIn } from './account.ts'
import { requestAddress } from './change-address.ts'
import { findSession } from './find-session.ts'
import { obtainTokens } from './obtain-tokens.ts'
import { changeProfile } from './profiles.ts'
import { accessFor, endByRefresh, rotate, sessionOfRefresh } from './refresh.ts'
import { register } from './sign-up.ts'
import { keysOf } from './signing-keys.ts'

const shown = ({ username, email, first_name, last_name }: Account) => ({ username, email, first_name, last_name })

type Changes = z.output<typeof contract.putPairProfile.body>
type Given = Pick<Input<typeof contract.putPairProfile, Account>, 'site' | 'read' | 'write' | 'request' | 'caller'> & { body: Changes }

async function changePair({ site, read, write, request, caller, body: { email, current_password, ...names } }: Given) {
  const moves = email !== undefined && canonical(email) !== canonical(caller.email)
  if (moves) await requestAddress(site, read, write, request, caller, { email, current_password })
  const { first_name, last_name } = await write((tx) => changeProfile(tx, caller, names))
  return {
    message: moves ? 'Profile updated successfully. Confirm the new e-mail address by the code that we have sent there.' : 'Profile updated successfully',
    data: { ...shown(caller), first_name, last_name },
  }
}

export const pairRoutes = new Routes()
  .on(contract.registerPair, program.counting('auth'), ({ site, write, request, body: { password2, ...registration } }) =>
    register(site, write, request, registration, () => ({ message: 'User registered successfully' })),
  )
  .on(contract.obtainPair, program.counting('login'), async ({ site, read, write, request, body }) => {
    const given = { name: body.username, password: body.password, otp: body.otp }
    const { tokens } = await obtainTokens(site, read, write, request, 'pair', 'accounts.obtain_token_pair', given)
    return tokens
  })
  .on(contract.refreshPair, program, async ({ site, read, write, body }) => {
    if (site.config.TOKEN_PAIR_ROTATION) return rotate(site, keysOf(site), write, body.refresh, 'pair')
    const session = await read((db) => sessionOfRefresh(site, keysOf(site), db, body.refresh, ['pair']))
    return { access: await accessFor(site, keysOf(site), 'pair', session.user_id, session.id) }
  })
  .on(contract.verifyToken, program, async ({ site, read, body }) => {
    if (await findSession(site, { kind: 'bearer', secret: body.token }, site.now().getTime())) return {}
    await read((db) => sessionOfRefresh(site, keysOf(site), db, body.token, ['jwt', 'pair']))
    return {}
  })
  .on(contract.blacklistToken, program, async ({ site, write, body }) => {
    if (await endByRefresh(site, keysOf(site), write, body.refresh, 'accounts.blacklist_token')) return {}
    throw tokenNotValid()
  })
  .on(contract.getPairProfile, signedIn, ({ caller }) => shown(caller), { of_caller: true })
  .on(contract.putPairProfile, signedIn, changePair)
  .on(contract.patchPairProfile, signedIn, changePair)
