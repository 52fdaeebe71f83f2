import { letter } from '#server/mail/letter.ts'
import type { Mail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'

/** Links go to the configured address; the request's own host has been checked against ALLOWED_HOSTS. */
export function welcome(site: Site, origin: string, user: { username: string; email: string }): Mail {
  return letter({
    to: user.email,
    subject: 'Welcome to Pocket India',
    greeting: `Namaste ${user.username},`,
    paragraphs: [
      'Your account is ready. Start with the map: every state has its page, with facts, places and food.',
      'If you did not sign up, somebody typed your address by mistake; you can ignore this mail.',
    ],
    action: { label: 'Explore the map', url: `${site.config.PUBLIC_URL ?? origin}/` },
  })
}
