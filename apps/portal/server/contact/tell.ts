import { z } from 'zod'
import { type Language, languages } from '#contract/render.ts'
import type { Tx } from '#server/db/db.ts'
import { limits } from '#server/http/limits.ts'
import { job } from '#server/jobs/job.ts'
import { mayMail, mayTake } from '#server/mail/budget.ts'
import { sendMail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'
import { chosenLanguage } from '../people.ts'
import { type Admin, adminMail, senderMail, summaryMail } from './mails.ts'

/** Admins who can be told; a site that runs for one person may have none. */
async function adminsOf(site: Site): Promise<Admin[]> {
  const rows = await site.store.db
    .selectFrom('users')
    .leftJoin('profiles', 'profiles.user_id', 'users.id')
    .select(['users.id', 'users.username', 'users.email', 'users.email_verified_at', 'profiles.preferences'])
    .where('users.role', '=', 'admin')
    .where('users.is_active', '=', 1)
    .where('users.deleted_at', 'is', null)
    .where('users.email_key', 'is not', null)
    .orderBy('users.number')
    .limit(50)
    .execute()
  return rows.map(({ preferences, ...admin }) => ({ ...admin, language: chosenLanguage(preferences) }))
}

/** Of a sender who did not say which page they wrote on: what they have chosen on their profile, if they were signed in. */
async function languageOfSender(site: Site, user_id: string | null): Promise<Language> {
  if (user_id === null) return 'en'
  const row = await site.store.db.selectFrom('profiles').select('preferences').where('user_id', '=', user_id).executeTakeFirst()
  return chosenLanguage(row?.preferences ?? null)
}

/** An address that nobody has confirmed may be a stranger's: it counts like any that others can have mails sent to. */
const mayTell = (site: Site, { id, email, email_verified_at }: Admin) =>
  email_verified_at === null ? mayMail(site, email) : mayTake(site, `contact_mail:${id}`, limits.contact_mail)

/** Which admin has heard of which message: whoever writes this down sends the mail. */
const told = (contact_id: string, admin_id: string) => `contact_told:${contact_id}:${admin_id}`
const pause_ms = milliseconds('1 hour')
const nobody = { actor_id: null, ip: null, request_id: null }

/** Tells the admins of a message, and its sender that it has arrived; what an admin's hour leaves is told with the others in one mail later. A second run sends none again. */
export const tellOfContact = job({
  name: 'portal.tell_of_contact',
  payload: z.object({ contact_id: z.uuid(), origin: z.string(), language: z.enum(languages).optional() }),
  async run({ site, payload: { contact_id, origin, language } }) {
    const message = await site.store.db.selectFrom('portal_contacts').selectAll().where('id', '=', contact_id).executeTakeFirst()
    if (!message) return
    const home = site.config.PUBLIC_URL ?? origin
    const now: Admin[] = []
    const later: Admin[] = []
    for (const admin of await adminsOf(site)) ((await mayTell(site, admin)) ? now : later).push(admin)
    const answer = (await mayMail(site, message.email)) && senderMail(message, language ?? (await languageOfSender(site, message.user_id)))
    await site.store.write(nobody, async (tx) => {
      for (const admin of now) if (await tx.claim(told(contact_id, admin.id))) await tx.enqueue(sendMail, adminMail(home, admin, message))
      for (const { id } of later) {
        const hour = tx.now.slice(0, 13)
        await tx.enqueue(sumUpContacts, { admin_id: id, since: message.created_at, origin }, { key: `contact_sum:${id}:${hour}`, run_at: after(tx, pause_ms) })
      }
      if (answer) await tx.enqueue(sendMail, answer, { key: `contact:${contact_id}:sender` })
    })
  },
})

const after = (tx: Tx, ms: number) => new Date(Date.parse(tx.now) + ms)

/** So many are looked for; the inbox has them all. */
const most_told = 200

/** One mail of all that an admin was not told of. */
export const sumUpContacts = job({
  name: 'portal.sum_up_contacts',
  payload: z.object({ admin_id: z.uuid(), since: z.iso.datetime(), origin: z.string() }),
  async run({ id, site, payload }): Promise<void> {
    const admin = (await adminsOf(site)).find((one) => one.id === payload.admin_id)
    if (!admin) return
    if (!(await mayTell(site, admin)))
      return site.store.write(nobody, (tx) => tx.enqueue(sumUpContacts, payload, { key: `later:${id}`, run_at: after(tx, pause_ms) }))
    await site.store.write(nobody, async (tx) => {
      const untold = []
      const messages = tx.selectFrom('portal_contacts').selectAll().where('created_at', '>=', payload.since).where('status', '=', 'new')
      for (const message of await messages.orderBy('created_at').limit(most_told).execute())
        if (await tx.claim(told(message.id, admin.id))) untold.push(message)
      if (untold.length > 0) await tx.enqueue(sendMail, summaryMail(site.config.PUBLIC_URL ?? payload.origin, admin, untold))
    })
  },
})
