import { letter } from '#server/mail/letter.ts'
import type { Mail } from '#server/mail/mail.ts'
import type { PortalTables } from '../tables.ts'

export interface Admin {
  id: string
  username: string
  email: string
  email_verified_at: string | null
}

/** What was written goes only to an address that is known to be the admin's. */
export function adminMail(home: string, admin: Admin, message: PortalTables['portal_contacts']): Mail {
  const greeting = `Namaste ${admin.username},`
  const action = { label: 'Open the inbox', url: `${home}/moderation/contact` }
  const arrived = `A message has arrived through the contact form. Its reference is ${message.reference}.`
  if (admin.email_verified_at === null)
    return letter({
      to: admin.email,
      subject: `A message has arrived: ${message.reference}`,
      greeting,
      paragraphs: [arrived, 'Confirm your e-mail address to read messages in the mail itself.'],
      action,
    })
  const mail = letter({
    to: admin.email,
    subject: `[${message.reference}] ${message.subject}`,
    greeting,
    paragraphs: [`${message.name} (${message.email}) wrote to us.`, ...message.message.split(/\n{2,}/), 'An answer to this mail goes to the sender.'],
    action,
  })
  return { ...mail, reply_to: message.email }
}

/** So many stand in one mail by themselves. */
const most_lines = 20

/** Of several messages at once: who wrote and about what, for an address that is known to be the admin's. */
export function summaryMail(home: string, admin: Admin, messages: PortalTables['portal_contacts'][]): Mail {
  const known = admin.email_verified_at !== null
  const lines = messages.slice(0, most_lines).map(({ reference, name, email, subject }) => (known ? `${reference}: ${subject} (${name}, ${email})` : reference))
  const more = messages.length - lines.length
  return letter({
    to: admin.email,
    subject: messages.length === 1 ? 'One more message has arrived' : `${messages.length} more messages have arrived`,
    greeting: `Namaste ${admin.username},`,
    paragraphs: ['So much was written through the contact form that these come in one mail.', ...lines, ...(more > 0 ? [`And ${more} more.`] : [])],
    action: { label: 'Open the inbox', url: `${home}/moderation/contact` },
  })
}

/** Carries nothing that the sender wrote, not even a name: whoever gives somebody else's address has us say nothing to them. */
export const senderMail = ({ email, reference }: Pick<PortalTables['portal_contacts'], 'email' | 'reference'>): Mail =>
  letter({
    to: email,
    subject: `We have your message: ${reference}`,
    greeting: 'Namaste,',
    paragraphs: [
      `Thank you for writing to Pocket India. Your message has arrived; its reference is ${reference}. Somebody will read it and answer you at this address.`,
      'If you did not write to us, somebody typed your address by mistake; you can ignore this mail.',
    ],
  })
