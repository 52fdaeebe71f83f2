import { invalid, Problem } from '#contract/problem.ts'
import { canonical } from '#server/canonical.ts'
import { sameText, sign } from '#server/crypto/tokens.ts'
import type { Db, Read, Tx, Write } from '#server/db/db.ts'
import { languageAsked } from '#server/http/language.ts'
import type { RequestFacts } from '#server/http/request.ts'
import { sendMail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'
import { type Account, ofProfile } from './account.ts'
import { accountKept, accountLeaving } from './data-mail.ts'
import { readerOf } from './mail-reader.ts'
import { tellOfPresence } from './public-looks.ts'
import { accessChanged, endSessions } from './sessions.ts'

/** How long one may change one's mind. */
const grace_ms = milliseconds('14 days')

const gone = () => new Problem('gone', 'This link has been used or has run out.')

/** Closes an account: to others it is not there any more, all its sessions end, and it is erased in 14 days unless its owner comes back. */
export async function requestDeletion(tx: Tx, site: Site, request: RequestFacts, caller: Account, username: string): Promise<{ erase_at: string }> {
  if (canonical(username) !== canonical(caller.username)) throw invalid({ username: ['That is not your username.'] })
  await refuseOnlyAdmin(tx, caller)
  const erase_at = new Date(Date.parse(tx.now) + grace_ms).toISOString()
  // One statement decides, however many ask at once.
  const closed = await tx
    .updateTable('users')
    .set({ deleted_at: tx.now, erase_at, updated_at: tx.now })
    .where('id', '=', caller.id)
    .where('deleted_at', 'is', null)
    .returning(['email', 'username', ofProfile('preferences')])
    .executeTakeFirst()
  if (!closed) throw new Problem('conflict', 'This account is being deleted already.')
  await endSessions(tx, caller.id, 'account deletion')
  tx.publish(accessChanged, [caller.id], { user_id: caller.id })
  tellOfPresence(tx)
  await tx.audit({ action: 'accounts.deletion_requested', model: 'users', object_id: caller.id, after: { erase_at } })
  const token = undoToken(site, { id: caller.id, deleted_at: tx.now })
  const reader = readerOf(closed, languageAsked(request))
  if (closed.email) await tx.enqueue(sendMail, accountLeaving(site, request.origin, reader, erase_at, token))
  return { erase_at }
}

/** Somebody must be left to run the site. Admins who leave at the same moment wait for each other, so that one of them stays. */
async function refuseOnlyAdmin(tx: Tx, { id, role }: Account): Promise<void> {
  if (role !== 'admin') return
  const admins = tx.selectFrom('users').select('id').where('role', '=', 'admin').where('is_active', '=', 1).where('deleted_at', 'is', null).orderBy('id')
  const left = (await (tx.dialect === 'postgres' ? admins.forUpdate() : admins).execute()).filter((row) => row.id !== id)
  if (left.length > 0) return
  const others = await tx.selectFrom('users').select('id').where('id', '!=', id).where('deleted_at', 'is', null).limit(1).executeTakeFirst()
  if (others) throw new Problem('conflict', 'You are the only admin here, and others have accounts. Make somebody else an admin first.')
}

interface Closed {
  id: string
  deleted_at: string
}

/** Made from the closing itself, so nothing of it is stored, and a later closing has another. */
function undoToken(site: Site, { id, deleted_at }: Closed): string {
  return `${id}.${sign(site.config.SECRET_KEY, 'undo deletion', `${id}\n${deleted_at}`)}`
}

/** Gives a closed account back. Works once: the statement that reopens it wants the very closing that the token was made from. */
export async function undoDeletion(site: Site, read: Read, write: Write, request: RequestFacts, token: string): Promise<{ username: string }> {
  const closed = await read((db) => closedBy(db, site, token))
  if (!closed) throw gone()
  return write(async (tx) => {
    const kept = await tx
      .updateTable('users')
      .set({ deleted_at: null, erase_at: null, updated_at: tx.now })
      .where('id', '=', closed.id)
      .where('deleted_at', '=', closed.deleted_at)
      .where('erase_at', '>', tx.now)
      .returning(['email', 'username', ofProfile('preferences')])
      .executeTakeFirst()
    if (!kept) throw gone()
    await tx.audit({ action: 'accounts.deletion_undone', model: 'users', object_id: closed.id, actor_id: closed.id })
    tx.publish(accessChanged, [closed.id], { user_id: closed.id })
    tellOfPresence(tx)
    if (kept.email) await tx.enqueue(sendMail, accountKept(site, readerOf(kept, languageAsked(request))))
    return { username: kept.username }
  })
}

async function closedBy(db: Db, site: Site, token: string): Promise<Closed | undefined> {
  const id = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\./.exec(token)?.[1]
  if (!id) return
  const row = await db.selectFrom('users').select(['id', 'deleted_at']).where('id', '=', id).where('erase_at', 'is not', null).executeTakeFirst()
  if (!row?.deleted_at) return
  const closed = { id, deleted_at: row.deleted_at }
  return sameText(token, undoToken(site, closed)) ? closed : undefined
}

/**
 * What somebody is told who proves that a closed account is theirs: until when they may keep it, and the token to do so with. Undefined for
 * accounts that their owner has not closed. Every way in asks this before it says that there is no such account.
 */
export function beingDeleted(site: Site, user: { id: string; deleted_at: string | null; erase_at: string | null }): Problem | undefined {
  const { id, deleted_at, erase_at } = user
  if (!deleted_at || !erase_at || Date.parse(erase_at) <= site.now().getTime()) return
  const message = `This account is closed and will be erased on ${erase_at.slice(0, 10)}. Until then you can keep it.`
  return new Problem('being_deleted', message, { current: { erase_at, undo_token: undoToken(site, { id, deleted_at }) } })
}
