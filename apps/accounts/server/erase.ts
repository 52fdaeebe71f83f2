import { z } from 'zod'
import { forgetInAudit, forgetMails } from '#server/db/forget.ts'
import { job } from '#server/jobs/job.ts'
import { erasePerson } from '#server/personal-data.ts'
import { tellOfPresence } from './public-looks.ts'
import { accessChanged } from './sessions.ts'

const nobody = { actor_id: null, ip: null, request_id: null }
const most_at_once = 500

/** Finds whose time to change their mind is over; each is erased by a job of its own, so that one that fails keeps nobody else waiting. */
export const eraseDue = job({
  name: 'accounts.erase_due',
  payload: z.object({}),
  async run({ site }) {
    const due = await site.store.db
      .selectFrom('users')
      .select(['id', 'erase_at'])
      .where('erase_at', '<=', site.now().toISOString())
      .orderBy('erase_at')
      .limit(most_at_once)
      .execute()
    if (due.length === 0) return
    await site.store.write(nobody, async (tx) => {
      for (const { id, erase_at } of due) await tx.enqueue(eraseUser, { user_id: id }, { key: `erase:${id}:${erase_at}` })
    })
  },
})

/**
 * Erases somebody for good (docs/decisions/0013-erasing-a-person.md). Nothing can bring the account back once its time is over, so the audit may be
 * emptied bit by bit before the one transaction that takes the rest. Run twice it finds nothing to do.
 */
export const eraseUser = job({
  name: 'accounts.erase_user',
  payload: z.object({ user_id: z.uuid() }),
  async run({ site, payload: { user_id } }) {
    const due = await site.store.db
      .selectFrom('users')
      .select('email')
      .where('id', '=', user_id)
      .where('erase_at', '<=', site.now().toISOString())
      .executeTakeFirst()
    if (!due) return
    while ((await site.store.write(nobody, (tx) => forgetInAudit(tx, user_id))) > 0);
    const keys = await site.store.write(nobody, async (tx) => {
      await forgetMails(tx, due.email)
      const keys = await erasePerson(site, tx, user_id)
      await tx
        .updateTable('users')
        .set({
          // No name that anybody can sign up with.
          username: `erased:${user_id}`,
          username_key: `erased:${user_id}`,
          email: '',
          username_skeleton: null,
          email_key: null,
          email_claim: null,
          ...{ password_hash: null, first_name: '', last_name: '', role: 'user', is_active: 0, email_verified_at: null, last_login: null, erase_at: null },
          updated_at: tx.now,
        })
        .where('id', '=', user_id)
        .execute()
      await tx.audit({ action: 'accounts.erased', model: 'users', object_id: user_id })
      tx.publish(accessChanged, [user_id], { user_id })
      tellOfPresence(tx)
      return keys
    })
    // What a crash leaves here the sweeps of its app remove.
    for (const key of keys) await site.files.remove(key)
  },
})
