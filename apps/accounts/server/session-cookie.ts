import { session_cookie } from '#server/http/call.ts'
import type { Reply } from '#server/http/routes.ts'
import { milliseconds } from '#server/units.ts'
import { lives } from './sessions.ts'

const life = milliseconds(lives.cookie.most) / 1000

export function giveCookie(reply: Reply, secret: string) {
  reply.setCookie(session_cookie, secret, { max_age: life })
}

export function dropCookie(reply: Reply) {
  reply.setCookie(session_cookie, '', { max_age: 0 })
}
