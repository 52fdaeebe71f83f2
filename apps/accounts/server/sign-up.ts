import { invalid } from '#contract/problem.ts'
import type { Write } from '#server/db/db.ts'
import type { RequestFacts } from '#server/http/request.ts'
import type { Site } from '#server/site.ts'
import type { AccountRow } from './account.ts'
import { passwordQueue } from './password-queue.ts'
import { passwordFault } from './password-rules.ts'
import { type StartedSession, startSession } from './sessions.ts'
import { addUser, mayBeFirstAdmin } from './users.ts'

export interface Registration {
  username: string
  email: string
  password: string
}

/** Hashes first: nothing slow happens inside the write. Throws `invalid` or `conflict` by field. */
async function prepare(site: Site, request: RequestFacts, { password, ...names }: Registration) {
  const fault = await passwordFault(password, names)
  if (fault) throw invalid({ password: [fault] })
  return { ...names, password_hash: await passwordQueue.hash(password), may_be_first_admin: mayBeFirstAdmin(site, request) }
}

export async function register(site: Site, write: Write, request: RequestFacts, body: Registration): Promise<AccountRow> {
  const user = await prepare(site, request, body)
  return write((tx) => addUser(tx, site, user, request.origin, 'accounts.register'))
}

export async function signUp(site: Site, write: Write, request: RequestFacts, body: Registration): Promise<{ row: AccountRow; session: StartedSession }> {
  const user = await prepare(site, request, body)
  return write(async (tx) => {
    const row = await addUser(tx, site, user, request.origin, 'accounts.sign_up')
    return { row, session: await startSession(tx, row.id, { kind: 'cookie', action: 'accounts.sign_in', request }) }
  })
}
