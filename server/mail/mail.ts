import { z } from 'zod'
import { unwrap, wrap } from '../crypto/wrap.ts'
import { job } from '../jobs/job.ts'
import type { Site } from '../site.ts'

/** A header never carries a line break, whoever wrote the text. */
const headerLine = z
  .string()
  .max(300)
  .refine((text) => !/[\r\n\0]/.test(text), 'no line breaks')

export const Mail = z.object({
  to: headerLine,
  subject: headerLine,
  text: z.string(),
  html: z.string(),
  /** Whom an answer goes to. */
  reply_to: headerLine.optional(),
  /** Address that ends such mails at once when it is posted to (RFC 8058). */
  unsubscribe: headerLine.pipe(z.url()).optional(),
})
export type Mail = z.infer<typeof Mail>

/** A mail that carries a secret: what waits in the table of jobs, and stays there for a week, opens nothing for who reads it. */
const SealedMail = z.object({ sealed: z.string(), about: z.string() })

export async function sealed(site: Site, mail: Mail): Promise<z.infer<typeof SealedMail>> {
  const about = crypto.randomUUID()
  return { sealed: await wrap(site.config.SECRET_KEY, 'mail', about, JSON.stringify(Mail.parse(mail))), about }
}

const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 }

/** A 5xx answer of the server is final: trying again would only annoy it. */
class Refused extends Error {
  readonly permanent = true
}

/** Enqueue it inside the write that causes the mail: none is lost, and none goes out for a change that was rolled back. */
export const sendMail = job({
  name: 'kernel.send_mail',
  payload: z.union([Mail, SealedMail]),
  max_attempts: 10,
  async run({ id, payload, site }) {
    const mail = 'sealed' in payload ? Mail.parse(JSON.parse(await unwrap(site.config.SECRET_KEY, 'mail', payload.about, payload.sealed))) : payload
    if (site.config.EMAIL_URL) await overSmtp(site, site.config.EMAIL_URL, id, mail)
    else if (!site.config.production) await intoInbox(site, id, mail)
    else throw new Error('EMAIL_URL is not set: the mail waits')
  },
})

async function overSmtp(site: Site, url: string, id: string, mail: Mail): Promise<void> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport(url, timeouts as never)
  try {
    // The same Message-ID at each try, so that a repeat after a lost answer is recognised as one.
    const { reply_to, unsubscribe, ...parts } = mail
    await transport.sendMail({
      from: site.config.EMAIL_FROM,
      ...parts,
      ...(reply_to && { replyTo: reply_to }),
      ...(unsubscribe && { headers: { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } }),
      messageId: `<${id}@${hostOf(site)}>`,
      disableFileAccess: true,
      disableUrlAccess: true,
    } as never)
  } catch (error) {
    const code = (error as { responseCode?: number }).responseCode ?? 0
    if (code >= 500) throw new Refused(`the mail server said ${code}`)
    throw error
  } finally {
    transport.close()
  }
}

async function intoInbox(site: Site, id: string, mail: Mail): Promise<void> {
  await site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) =>
    tx
      .insertInto('sent_mails')
      .values({ id, recipient: mail.to, subject: mail.subject, text: mail.text, html: mail.html, created_at: tx.now })
      .onConflict((c) => c.column('id').doNothing())
      .execute(),
  )
}

const hostOf = (site: Site) => (site.config.PUBLIC_URL ? new URL(site.config.PUBLIC_URL).hostname : 'banyan.localhost')
