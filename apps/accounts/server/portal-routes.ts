import { Routes } from '#server/http/routes.ts'
import * as contract from '../contract/portal-door.ts'
import { accountOf, portalUser, program, signedIn } from './account.ts'
import { dropCookie } from './session-cookie.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { register } from './sign-up.ts'

export const portalRoutes = new Routes()
  .on(contract.register, program.counting('auth'), ({ site, write, request, body }) =>
    register(site, write, request, body, (_, row) => ({ ok: true as const, user: { id: row.number, username: row.username, is_admin: row.role === 'admin' } })),
  )
  .on(contract.login, program.counting('login'), async ({ site, read, write, request, body }) => {
    const { row, session } = await signIn(site, read, write, request, {
      name: body.username,
      password: body.password,
      otp: body.otp,
      kind: 'token',
      action: 'accounts.login',
    })
    return { access_token: session.secret, expires_at: session.expires_at, user: portalUser(accountOf(row, session.id, 'token')) }
  })
  .on(contract.getProfile, signedIn, ({ caller }) => portalUser(caller), { of_caller: true })
  .on(contract.logout, signedIn.notByKey(), async ({ write, caller, reply }) => {
    await write((tx) => signOut(tx, caller, 'accounts.logout'))
    if (caller.via === 'cookie') dropCookie(reply)
    return { ok: true as const }
  })
