import { notFound } from '#contract/problem.ts'
import { sameText, sign } from '#server/crypto/tokens.ts'
import type { Db, Tx } from '#server/db/db.ts'
import type { Site } from '#server/site.ts'
import type { PortalTables } from '../tables.ts'

export type Choice = PortalTables['portal_notice_settings']['mail']

export async function choiceOf(db: Db, user_id: string): Promise<Choice> {
  const row = await db.selectFrom('portal_notice_settings').select('mail').where('user_id', '=', user_id).executeTakeFirst()
  return row?.mail ?? 'each'
}

export async function choose(tx: Tx, user_id: string, mail: Choice): Promise<{ mail: Choice }> {
  const before = await choiceOf(tx, user_id)
  await tx
    .insertInto('portal_notice_settings')
    .values({ user_id, mail, created_at: tx.now, updated_at: tx.now })
    .onConflict((c) => c.column('user_id').doUpdateSet({ mail, updated_at: tx.now }))
    .execute()
  if (before !== mail)
    await tx.audit({
      action: 'portal.notice_mail_chosen',
      model: 'portal_notice_settings',
      object_id: user_id,
      before: { mail: before },
      after: { mail },
      actor_id: user_id,
    })
  return { mail }
}

const signature = (site: Site, user_id: string) => sign(site.config.SECRET_KEY, 'no more notices', user_id)

/** Opens one thing only: that this person gets no more such mails. It works as long as somebody keeps the mail. */
export const unsubscribeToken = (site: Site, user_id: string) => `${user_id}.${signature(site, user_id)}`

/** Throws `not_found` for a token that we did not make. */
export function readUnsubscribeToken(site: Site, token: string): string {
  const [, user_id, given] = /^([0-9a-f-]{36})\.([\w-]{43})$/.exec(token) ?? []
  if (user_id === undefined || given === undefined || !sameText(given, signature(site, user_id))) throw notFound('link')
  return user_id
}

export async function unsubscribe(tx: Tx, user_id: string): Promise<{ mail: Choice }> {
  const row = await tx.selectFrom('users').select('id').where('id', '=', user_id).where('deleted_at', 'is', null).executeTakeFirst()
  if (!row) throw notFound('link')
  return choose(tx, user_id, 'never')
}
