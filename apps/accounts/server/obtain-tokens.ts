import type { Read, Write } from '#server/db/db.ts'
import type { RequestFacts } from '#server/http/request.ts'
import type { Site } from '#server/site.ts'
import { type PairKind, tokensFor } from './refresh.ts'
import { signIn } from './sign-in.ts'
import { keysOf } from './signing-keys.ts'

/** Signs in for the doors that answer with JSON web tokens. */
export async function obtainTokens(
  site: Site,
  read: Read,
  write: Write,
  request: RequestFacts,
  kind: PairKind,
  action: string,
  given: { name: string; password: string; otp: string | undefined },
) {
  const { row, session } = await signIn(site, read, write, request, { ...given, kind, action })
  const tokens = await tokensFor(site, keysOf(site), kind, row.id, session.id, session.secret, session.started_at)
  return { row, tokens }
}
