import { cookieName, readCookie } from '#server/http/cookies.ts'
import { anyone, staff } from '#server/http/guard.ts'
import { requireId } from '#server/http/parse.ts'
import type { RequestFacts } from '#server/http/request.ts'
import { type Reply, Routes } from '#server/http/routes.ts'
import { milliseconds } from '#server/units.ts'
import * as profile from '../contract/profile.ts'
import * as contract from '../contract/versioned-door.ts'
import { program, signedIn, visitor } from './account.ts'
import { obtainTokens } from './obtain-tokens.ts'
import { publicUser } from './people.ts'
import { changeProfile, ownProfile, requireUser } from './profiles.ts'
import { endByRefresh, rotate } from './refresh.ts'
import { lives } from './sessions.ts'
import { signOut } from './sign-out.ts'
import { register } from './sign-up.ts'
import { keysOf } from './signing-keys.ts'
import { usersBy } from './user-list.ts'

const refresh_cookie = 'refresh_token'
const cookie_path = '/api/v1/auth'

function giveRefresh(reply: Reply, token: string) {
  reply.setCookie(refresh_cookie, token, { max_age: milliseconds(lives.jwt.idle) / 1000, same_site: 'Strict', path: cookie_path })
}
const dropRefresh = (reply: Reply) => reply.setCookie(refresh_cookie, '', { max_age: 0, same_site: 'Strict', path: cookie_path })
const refreshOf = ({ raw, secure }: RequestFacts) => readCookie(raw.headers.get('cookie'), cookieName(refresh_cookie, secure, cookie_path))

export const versionedRoutes = new Routes()
  .on(contract.registerV1, program.counting('auth'), ({ site, write, request, body }) =>
    register(site, write, request, body, (tx, { id }) => requireUser(tx, id)),
  )
  .on(contract.loginV1, program.counting('login'), async ({ site, read, write, request, body, reply }) => {
    const given = { name: body.username?.trim() || body.email || '', password: body.password, otp: body.otp }
    const { row, tokens } = await obtainTokens(site, read, write, request, 'jwt', 'accounts.login_v1', given)
    giveRefresh(reply, tokens.refresh)
    return { ...tokens, user: await read((db) => requireUser(db, row.id)) }
  })
  .on(contract.refreshV1, program, async ({ site, write, request, body, reply }) => {
    const tokens = await rotate(site, keysOf(site), write, body.refresh ?? refreshOf(request) ?? '', 'jwt')
    if (body.refresh !== undefined) return tokens
    giveRefresh(reply, tokens.refresh)
    return { access: tokens.access }
  })
  .on(contract.logoutV1, visitor.notByKey(), async ({ site, write, request, body, caller, reply }) => {
    const token = body.refresh ?? refreshOf(request)
    if (token) await endByRefresh(site, keysOf(site), write, token, 'accounts.logout_v1')
    if (caller) await write((tx) => signOut(tx, caller, 'accounts.logout_v1'))
    if (refreshOf(request) !== undefined) dropRefresh(reply)
  })
  .on(profile.getProfileV1, signedIn, ({ db, caller }) => ownProfile(db, caller))
  .on(profile.changeProfileV1, signedIn, ({ write, caller, body }) => write((tx) => changeProfile(tx, caller, body)))
  .on(contract.listUsersV1, staff, ({ db, query }) => usersBy(db, query))
  .on(contract.getUserV1, anyone, ({ db, params }) => publicUser(db, requireId(params.id, 'user')))
  .on(contract.getJwks, anyone, async ({ site }) => ({ keys: (await keysOf(site).published()) as Record<string, unknown>[] }))
