import { letter } from '#server/mail/letter.ts'
import type { Mail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'

interface To {
  username: string
  email: string
}
const greet = ({ username, email }: To) => ({ to: email, greeting: `Namaste ${username},` })
const day = (iso: string) => new Date(iso).toLocaleDateString('en-IN', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Asia/Kolkata' })

export function exportReady(site: Site, origin: string, to: To, id: string, token: string, expires_at: string): Mail {
  return letter({
    ...greet(to),
    subject: 'Your data is ready',
    paragraphs: [
      `All that we hold of you is in one zip file, as JSON and as a page to read. You can fetch it until ${day(expires_at)}; then we remove it.`,
      'The link opens only for you, signed in. If you did not ask for it, somebody may know your password: change it.',
    ],
    action: { label: 'Fetch my data', url: `${site.config.PUBLIC_URL ?? origin}/profile/data?export=${id}&token=${token}` },
  })
}

export function accountLeaving(site: Site, origin: string, to: To, erase_at: string, token: string): Mail {
  return letter({
    ...greet(to),
    subject: 'Your account is closed',
    paragraphs: [
      `Your account is closed, as you asked. Nobody sees it any more, and you are signed out everywhere. On ${day(erase_at)} we erase it for good.`,
      'If you change your mind, or if this was not you, keep it with this link. It works until then.',
    ],
    action: { label: 'Keep my account', url: `${site.config.PUBLIC_URL ?? origin}/undo-deletion?token=${token}` },
  })
}

export function accountKept(site: Site, to: To): Mail {
  return letter({
    ...greet(to),
    subject: 'Your account is kept',
    paragraphs: [
      'Your account is back, with everything in it, and will not be erased. You can sign in as before.',
      'If you did not do this, somebody may know your password: change it.',
    ],
    ...(site.config.PUBLIC_URL && { action: { label: 'Sign in', url: `${site.config.PUBLIC_URL}/login` } }),
  })
}
