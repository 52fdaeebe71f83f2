import type { Language } from '#contract/render.ts'
import { letter } from '#server/mail/letter.ts'
import type { Mail } from '#server/mail/mail.ts'
import type { PortalTables } from '../tables.ts'
import { words } from './words.ts'

export interface Admin {
  id: string
  username: string
  email: string
  email_verified_at: string | null
  language: Language
}

const inbox = (home: string, { language }: Admin) => ({
  label: words[language].open,
  url: `${home}${language === 'en' ? '' : `/${language}`}/moderation/contact`,
})

/** What was written goes only to an address that is known to be the admin's. */
export function adminMail(home: string, admin: Admin, message: PortalTables['portal_contacts']): Mail {
  const { language } = admin
  const own = words[language]
  const common = { to: admin.email, greeting: own.greeting(admin.username), action: inbox(home, admin), language }
  if (admin.email_verified_at === null)
    return letter({ ...common, subject: own.arrived_subject(message.reference), paragraphs: [own.arrived(message.reference), own.confirm_first] })
  const paragraphs = [own.wrote(message), ...message.message.split(/\n{2,}/), own.answer_goes]
  return { ...letter({ ...common, subject: `[${message.reference}] ${message.subject}`, paragraphs }), reply_to: message.email }
}

/** So many stand in one mail by themselves. */
const most_lines = 20

/** Of several messages at once: who wrote and about what, for an address that is known to be the admin's. */
export function summaryMail(home: string, admin: Admin, messages: PortalTables['portal_contacts'][]): Mail {
  const { language } = admin
  const own = words[language]
  const known = admin.email_verified_at !== null
  const lines = messages.slice(0, most_lines).map((message) => (known ? own.line(message) : message.reference))
  const more = messages.length - lines.length
  return letter({
    to: admin.email,
    subject: own.many_subject(messages.length),
    greeting: own.greeting(admin.username),
    paragraphs: [own.many, ...lines, ...(more > 0 ? [own.more(more)] : [])],
    action: inbox(home, admin),
    language,
  })
}

/** Carries nothing that the sender wrote, not even a name: whoever gives somebody else's address has us say nothing to them. */
export function senderMail({ email, reference }: Pick<PortalTables['portal_contacts'], 'email' | 'reference'>, language: Language): Mail {
  const own = words[language]
  return letter({
    to: email,
    subject: own.receipt_subject(reference),
    greeting: own.receipt_greeting,
    paragraphs: [own.receipt(reference), own.receipt_mistake],
    language,
  })
}
