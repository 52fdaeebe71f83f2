import { session_cookie } from '#server/http/call.ts'
import { issueCsrfToken } from '#server/http/csrf.ts'
import { anyone } from '#server/http/guard.ts'
import { Routes } from '#server/http/routes.ts'
import * as contract from '../contract/session-door.ts'
import { accountOf, me, signedIn, visitor } from './account.ts'
import { dropCookie, giveCookie } from './session-cookie.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { signUp } from './sign-up.ts'

export const sessionRoutes = new Routes()
  .on(contract.getCsrfToken, anyone, ({ site, request, caller, reply }) => ({ csrfToken: issueCsrfToken(site.config, request, caller, reply) }))
  .on(
    contract.getSession,
    visitor,
    ({ caller, request, reply }) => {
      // A cookie that opens nothing any more is taken back, so that the browser gets visitors' pages again.
      if (!caller && request.raw.headers.get('cookie')?.includes(session_cookie)) dropCookie(reply)
      return { user: caller ? me(caller) : null }
    },
    { same_for_visitors: true },
  )
  .on(contract.getMe, signedIn, ({ caller }) => me(caller), { of_caller: true })
  .on(contract.signUp, anyone.counting('auth'), async ({ site, write, request, body, reply }) => {
    const { row, session } = await signUp(site, write, request, body)
    if (session) giveCookie(reply, session.secret)
    return me(accountOf(row, session?.id ?? '', 'cookie'))
  })
  .on(contract.signIn, visitor.counting('login'), async ({ site, read, write, request, body, caller, reply }) => {
    const name = body.username?.trim() || body.email || ''
    const given = { name, password: body.password, otp: body.otp, kind: 'cookie', action: 'accounts.sign_in', before: caller } as const
    const { row, session } = await signIn(site, read, write, request, given)
    giveCookie(reply, session.secret)
    return me(accountOf(row, session.id, 'cookie'))
  })
  .on(contract.signOut, visitor.notByKey(), async ({ write, caller, reply }) => {
    // Signing out twice, from a second tab, is no error.
    if (caller) await write((tx) => signOut(tx, caller, 'accounts.sign_out'))
    dropCookie(reply)
  })
