import { z } from 'zod'
import { limits } from '#server/http/limits.ts'
import { job } from '#server/jobs/job.ts'
import { mayMail, mayTake } from '#server/mail/budget.ts'
import { type Mail, sendMail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import { type Admin, adminMail, senderMail } from './mails.ts'

/** Admins who can be told; a site that runs for one person may have none. */
const adminsOf = (site: Site): Promise<Admin[]> =>
  site.store.db
    .selectFrom('users')
    .select(['id', 'username', 'email', 'email_verified_at'])
    .where('role', '=', 'admin')
    .where('is_active', '=', 1)
    .where('deleted_at', 'is', null)
    .where('email_key', 'is not', null)
    .orderBy('number')
    .limit(50)
    .execute()

/** An address that nobody has confirmed may be a stranger's: it counts like any that others can have mails sent to. */
const mayTell = (site: Site, { id, email, email_verified_at }: Admin) =>
  email_verified_at === null ? mayMail(site, email) : mayTake(site, `contact_mail:${id}`, limits.contact_mail)

/** Tells the admins of a message, and its sender that it has arrived. Each mail has a key of its own, so a second run sends none again. */
export const tellOfContact = job({
  name: 'portal.tell_of_contact',
  payload: z.object({ contact_id: z.uuid(), origin: z.string() }),
  async run({ site, payload: { contact_id, origin } }) {
    const message = await site.store.db.selectFrom('portal_contacts').selectAll().where('id', '=', contact_id).executeTakeFirst()
    if (!message) return
    const home = site.config.PUBLIC_URL ?? origin
    const mails: { key: string; mail: Mail }[] = []
    for (const admin of await adminsOf(site))
      if (await mayTell(site, admin)) mails.push({ key: `contact:${contact_id}:${admin.id}`, mail: adminMail(home, admin, message) })
    if (await mayMail(site, message.email)) mails.push({ key: `contact:${contact_id}:sender`, mail: senderMail(message) })
    await site.store.write({ actor_id: null, ip: null, request_id: null }, async (tx) => {
      for (const { key, mail } of mails) await tx.enqueue(sendMail, mail, { key })
    })
  },
})
