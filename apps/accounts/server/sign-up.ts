import { invalid } from '#contract/problem.ts'
import type { Tx, Write } from '#server/db/db.ts'
import type { RequestFacts } from '#server/http/request.ts'
import type { Site } from '#server/site.ts'
import type { AccountRow } from './account.ts'
import { mailConfirmation } from './confirmation.ts'
import { mayMailCode } from './mail-budget.ts'
import { passwordQueue } from './password-queue.ts'
import { passwordFault } from './password-rules.ts'
import { type StartedSession, startSession } from './sessions.ts'
import { addUser, mayBeFirstAdmin, type NewUser } from './users.ts'

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

/** The code is mailed, but not more often than an address may get one: then it has to be asked for later. */
async function add(tx: Tx, site: Site, request: RequestFacts, user: NewUser, may_mail: boolean, action: string): Promise<AccountRow> {
  const row = await addUser(tx, site, user, request.origin, action)
  if (may_mail) await mailConfirmation(tx, site, request.origin, row)
  return row
}

/** Gives what `shown` makes of the new account, in the same write: nothing that is needed for the answer can fail after it. */
export async function register<T>(
  site: Site,
  write: Write,
  request: RequestFacts,
  body: Registration,
  shown: (tx: Tx, row: AccountRow) => T | Promise<T>,
): Promise<T> {
  const user = await prepare(site, request, body)
  const may_mail = await mayMailCode(site, 'verify', body.email)
  return write(async (tx) => shown(tx, await add(tx, site, request, user, may_mail, 'accounts.register')))
}

/** Signs in at once, unless the address has to be confirmed first. */
export async function signUp(
  site: Site,
  write: Write,
  request: RequestFacts,
  body: Registration,
): Promise<{ row: AccountRow; session: StartedSession | undefined }> {
  const user = await prepare(site, request, body)
  const may_mail = await mayMailCode(site, 'verify', body.email)
  return write(async (tx) => {
    const row = await add(tx, site, request, user, may_mail, 'accounts.sign_up')
    const mandatory = site.config.EMAIL_VERIFICATION === 'mandatory'
    return { row, session: mandatory ? undefined : await startSession(tx, row.id, { site, kind: 'cookie', action: 'accounts.sign_in', request }) }
  })
}
