import { session_cookie } from '#server/http/call.ts'
import { issueCsrfToken } from '#server/http/csrf.ts'
import { anyone, type Guard } from '#server/http/guard.ts'
import { type Reply, Routes } from '#server/http/routes.ts'
import { milliseconds } from '#server/units.ts'
import * as contract from '../contract.ts'
import { type Account, accountOf, me, portalUser, signedIn } from './account.ts'
import { endSessions, lives } from './sessions.ts'
import { signIn } from './sign-in.ts'
import { register, signUp } from './sign-up.ts'
import { tokenRoutes } from './token-routes.ts'

const visitor = anyone as Guard<Account | undefined>
const cookie_life = milliseconds(lives.cookie.most) / 1000

function giveCookie(reply: Reply, secret: string) {
  reply.setCookie(session_cookie, secret, { max_age: cookie_life })
}

function dropCookie(reply: Reply) {
  reply.setCookie(session_cookie, '', { max_age: 0 })
}

const portalAndSession = new Routes()
  .on(contract.register, anyone.counting('auth'), async ({ site, write, request, body }) => {
    const row = await register(site, write, request, body)
    return { ok: true as const, user: { id: row.number, username: row.username, is_admin: row.role === 'admin' } }
  })
  .on(contract.login, anyone.counting('login'), async ({ site, read, write, request, body }) => {
    const { row, session } = await signIn(site, read, write, request, { name: body.username, password: body.password, kind: 'token', action: 'accounts.login' })
    return { access_token: session.secret, expires_at: session.expires_at, user: portalUser(accountOf(row, session.id, 'token')) }
  })
  .on(contract.getProfile, signedIn, ({ caller }) => portalUser(caller))
  .on(contract.logout, signedIn, async ({ write, caller, reply }) => {
    await write((tx) => endThis(tx, caller, 'accounts.logout'))
    if (caller.via === 'cookie') dropCookie(reply)
    return { ok: true as const }
  })
  .on(contract.getCsrfToken, anyone, ({ site, request, caller, reply }) => ({ csrfToken: issueCsrfToken(site.config, request, caller, reply) }))
  .on(contract.getSession, visitor, ({ caller, request, reply }) => {
    // A cookie that opens nothing any more is taken back, so that the browser gets visitors' pages again.
    if (!caller && request.raw.headers.get('cookie')?.includes(session_cookie)) dropCookie(reply)
    return { user: caller ? me(caller) : null }
  })
  .on(contract.getMe, signedIn, ({ caller }) => me(caller))
  .on(contract.signUp, anyone.counting('auth'), async ({ site, write, request, body, reply }) => {
    const { row, session } = await signUp(site, write, request, body)
    giveCookie(reply, session.secret)
    return me(accountOf(row, session.id, 'cookie'))
  })
  .on(contract.signIn, visitor.counting('login'), async ({ site, read, write, request, body, caller, reply }) => {
    const name = body.username?.trim() || body.email || ''
    const { row, session } = await signIn(site, read, write, request, { name, password: body.password, kind: 'cookie', action: 'accounts.sign_in' })
    // The session that this browser had before ends with the new one: nobody keeps a planted or forgotten one.
    if (caller?.via === 'cookie') await write((tx) => endSessions(tx, caller.id, 'a newer login', { id: caller.session_id }))
    giveCookie(reply, session.secret)
    return me(accountOf(row, session.id, 'cookie'))
  })
  .on(contract.signOut, visitor, async ({ write, caller, reply }) => {
    // Signing out twice, from a second tab, is no error.
    if (caller) await write((tx) => endThis(tx, caller, 'accounts.sign_out'))
    dropCookie(reply)
  })

export const routes = portalAndSession.including(tokenRoutes)

async function endThis(tx: Parameters<typeof endSessions>[0], caller: Account, action: string): Promise<void> {
  const ended = await endSessions(tx, caller.id, 'signed out', { id: caller.session_id })
  if (ended > 0) await tx.audit({ action, model: 'sessions', object_id: caller.session_id })
}
