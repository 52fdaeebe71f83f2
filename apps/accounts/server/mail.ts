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

export function stolenRefresh(site: Site, user: { username: string; email: string }): Mail {
  return letter({
    to: user.email,
    subject: 'A sign-in of yours was ended',
    greeting: `Namaste ${user.username},`,
    paragraphs: [
      'A program used a sign-in token of your account that had been used before. That happens when a token was copied, or when a program kept an old one, so we ended that sign-in for everybody who holds it.',
      'Sign in again where you need to. If you do not know why this happened, change your password.',
    ],
    ...(site.config.PUBLIC_URL && { action: { label: 'Sign in', url: `${site.config.PUBLIC_URL}/login` } }),
  })
}
