import type { Read, Write } from '#server/db/db.ts'
import { cookieName, readCookie } from '#server/http/cookies.ts'
import { anyone, type Guard, staff } from '#server/http/guard.ts'
import { requireId } from '#server/http/parse.ts'
import type { RequestFacts } from '#server/http/request.ts'
import { type Reply, Routes } from '#server/http/routes.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'
import * as contract from '../contract.ts'
import { type Account, signedIn } from './account.ts'
import { findSession } from './find-session.ts'
import { changeProfile, ownProfile, publicUser, refuseNewAddress, requireUser, usersBy } from './profiles.ts'
import { accessFor, endByRefresh, type PairKind, rotate, sessionOfRefresh, tokenNotValid, tokensFor } from './refresh.ts'
import { endSessions, lives } from './sessions.ts'
import { signIn } from './sign-in.ts'
import { register } from './sign-up.ts'
import { keysOf } from './signing-keys.ts'

const visitor = anyone as Guard<Account | undefined>
const refresh_cookie = 'refresh_token'
const cookie_path = '/api/v1/auth'

function giveRefresh(reply: Reply, token: string) {
  reply.setCookie(refresh_cookie, token, { max_age: milliseconds(lives.jwt.idle) / 1000, same_site: 'Strict', path: cookie_path })
}
const dropRefresh = (reply: Reply) => reply.setCookie(refresh_cookie, '', { max_age: 0, same_site: 'Strict', path: cookie_path })
const refreshOf = ({ raw, secure }: RequestFacts) => readCookie(raw.headers.get('cookie'), cookieName(refresh_cookie, secure, cookie_path))

async function obtain(site: Site, read: Read, write: Write, request: RequestFacts, kind: PairKind, action: string, given: { name: string; password: string }) {
  const { row, session } = await signIn(site, read, write, request, { ...given, kind, action })
  const tokens = await tokensFor(site, keysOf(site), kind, row.id, session.id, session.secret, session.started_at)
  return { row, tokens }
}

const versioned = new Routes()
  .on(contract.registerV1, anyone.counting('auth'), async ({ site, read, write, request, body }) => {
    const { id } = await register(site, write, request, body)
    return read((db) => requireUser(db, id))
  })
  .on(contract.loginV1, anyone.counting('login'), async ({ site, read, write, request, body, reply }) => {
    const given = { name: body.username?.trim() || body.email || '', password: body.password }
    const { row, tokens } = await obtain(site, read, write, request, 'jwt', 'accounts.login_v1', given)
    giveRefresh(reply, tokens.refresh)
    return { ...tokens, user: await read((db) => requireUser(db, row.id)) }
  })
  .on(contract.refreshV1, anyone, async ({ site, write, request, body, reply }) => {
    const tokens = await rotate(site, keysOf(site), write, body.refresh ?? refreshOf(request) ?? '', 'jwt')
    if (body.refresh !== undefined) return tokens
    giveRefresh(reply, tokens.refresh)
    return { access: tokens.access }
  })
  .on(contract.logoutV1, visitor, async ({ site, write, request, body, caller, reply }) => {
    const token = body.refresh ?? refreshOf(request)
    if (token) await endByRefresh(site, keysOf(site), write, token, 'accounts.logout_v1')
    if (caller)
      await write(async (tx) => {
        const ended = await endSessions(tx, caller.id, 'signed out', { id: caller.session_id })
        if (ended > 0) await tx.audit({ action: 'accounts.logout_v1', model: 'sessions', object_id: caller.session_id })
      })
    if (refreshOf(request) !== undefined) dropRefresh(reply)
  })
  .on(contract.getProfileV1, signedIn, ({ db, caller }) => ownProfile(db, caller))
  .on(contract.changeProfileV1, signedIn, ({ write, caller, body }) => write((tx) => changeProfile(tx, caller, body)))
  .on(contract.listUsersV1, staff, ({ db, query }) => usersBy(db, query))
  .on(contract.getUserV1, anyone, ({ db, params }) => publicUser(db, requireId(params.id, 'user')))
  .on(contract.getJwks, anyone, async ({ site }) => ({ keys: (await keysOf(site).published()) as Record<string, unknown>[] }))

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

const pair = new Routes()
  .on(contract.registerPair, anyone.counting('auth'), async ({ site, write, request, body }) => {
    const { password2, ...registration } = body
    await register(site, write, request, registration)
    return { message: 'User registered successfully' }
  })
  .on(contract.obtainPair, anyone.counting('login'), async ({ site, read, write, request, body }) => {
    const { tokens } = await obtain(site, read, write, request, 'pair', 'accounts.obtain_token_pair', { name: body.username, password: body.password })
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

export const tokenRoutes = versioned.including(pair)
