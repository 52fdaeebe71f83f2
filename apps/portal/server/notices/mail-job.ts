import { z } from 'zod'
import type { Db, Tx } from '#server/db/db.ts'
import { limits } from '#server/http/limits.ts'
import { job, type Schedule } from '#server/jobs/job.ts'
import { mayTake } from '#server/mail/budget.ts'
import { sendMail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'
import { chosenLanguage } from '../people.ts'
import { unmailedOf } from './list.ts'
import { noticeMail } from './mails.ts'
import { choiceOf, unsubscribeToken } from './settings.ts'

const nobody = { actor_id: null, ip: null, request_id: null }
/** So many stand in one mail by themselves; of the others it says how many there are. */
const most_shown = 10
const most_told = 100

/**
 * Mails somebody what they have not read, all of it in one: so of several jobs the first has something to say, and one that runs twice says nothing
 * the second time. What the hour's limit leaves is told an hour later.
 */
export const mailNotices = job({
  name: 'portal.mail_notices',
  payload: z.object({ user_id: z.uuid(), choice: z.enum(['each', 'daily']) }),
  async run({ id, site, payload: { user_id, choice } }): Promise<void> {
    const { db } = site.store
    if ((await choiceOf(db, user_id)) !== choice || (await unmailedOf(db, user_id, 1)).length === 0 || !(await recipientOf(db, user_id))) return
    if (!(await mayTake(site, `talk_mail:${user_id}`, limits.talk_mail))) return site.store.write(nobody, (tx) => later(tx, id, user_id, choice))
    return site.store.write(nobody, (tx) => mail(tx, site, user_id, choice))
  },
})

/** Only to an address that its owner has confirmed. */
const recipientOf = (db: Db, user_id: string) =>
  db
    .selectFrom('users')
    .leftJoin('profiles', 'profiles.user_id', 'users.id')
    .select(['users.username', 'users.email', 'profiles.preferences'])
    .where('users.id', '=', user_id)
    .where('users.is_active', '=', 1)
    .where('users.deleted_at', 'is', null)
    .where('users.email_verified_at', 'is not', null)
    .executeTakeFirst()

const later = (tx: Tx, id: string, user_id: string, choice: 'each' | 'daily'): Promise<void> =>
  tx.enqueue(mailNotices, { user_id, choice }, { key: `later:${id}`, run_at: new Date(Date.parse(tx.now) + milliseconds('1 hour')) })

async function mail(tx: Tx, site: Site, user_id: string, choice: 'each' | 'daily'): Promise<void> {
  const person = await recipientOf(tx, user_id)
  if (!person || (await choiceOf(tx, user_id)) !== choice) return
  const waiting = await unmailedOf(tx, user_id, most_told)
  // Whoever marks them sends the mail: of two at once one finds them marked.
  const marked = await tx
    .updateTable('portal_notices')
    .set({ mailed_at: tx.now })
    .where(
      'id',
      'in',
      waiting.map(({ id }) => id),
    )
    .where('mailed_at', 'is', null)
    .where('read_at', 'is', null)
    .returning('id')
    .execute()
  const ids = new Set(marked.map(({ id }) => id))
  const told = waiting.filter(({ id }) => ids.has(id))
  if (told.length === 0) return
  const language = chosenLanguage(person.preferences)
  const home = site.config.PUBLIC_URL ?? `http://localhost:${site.config.PORT}`
  const unsubscribe = `${home}/api/notices/unsubscribe?token=${unsubscribeToken(site, user_id)}`
  await tx.enqueue(sendMail, noticeMail({ home, unsubscribe, language, person, shown: told.slice(0, most_shown), more: Math.max(0, told.length - most_shown) }))
}

/** Finds whom the morning's mail has something to tell; each gets a job of their own. */
const mailDaily = job({
  name: 'portal.mail_daily_notices',
  payload: z.object({}),
  async run({ site }) {
    const day = site.now().toISOString().slice(0, 10)
    for (let after = ''; ; ) {
      const people = await site.store.db
        .selectFrom('portal_notice_settings as s')
        .select('s.user_id')
        .where('s.mail', '=', 'daily')
        .where((e) => (after === '' ? e.lit(true) : e('s.user_id', '>', after)))
        .where((e) =>
          e.exists(
            e
              .selectFrom('portal_notices as n')
              .select('n.id')
              .whereRef('n.user_id', '=', 's.user_id')
              .where('n.read_at', 'is', null)
              .where('n.mailed_at', 'is', null),
          ),
        )
        .orderBy('s.user_id')
        .limit(500)
        .execute()
      if (people.length === 0) return
      await site.store.write(nobody, async (tx) => {
        for (const { user_id } of people) await tx.enqueue(mailNotices, { user_id, choice: 'daily' }, { key: `daily:${user_id}:${day}` })
      })
      after = people.at(-1)?.user_id ?? ''
    }
  },
})

export const jobs = [mailNotices, mailDaily]
/** Eight in the morning in India. */
export const schedules: Schedule[] = [{ name: 'portal.mail_daily_notices', cron: '30 2 * * *', job: mailDaily }]
