import { letter } from '#server/mail/letter.ts'
import type { Mail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'

interface Person {
  username: string
  email: string
}

const lookThere = (site: Site) => (site.config.PUBLIC_URL ? { action: { label: 'Ways to sign in', url: `${site.config.PUBLIC_URL}/profile/ways-in` } } : {})

function notice(site: Site, { username, email }: Person, subject: string, paragraphs: string[]): Mail {
  const not_you = 'If this was not you, sign in, look through your ways to sign in, and change your password.'
  return letter({ to: email, subject, greeting: `Namaste ${username},`, paragraphs: [...paragraphs, not_you], ...lookThere(site) })
}

const as = (identity: string | null | undefined) => (identity ? ` as ${identity}` : '')

export function identityLinked(site: Site, person: Person, provider: string, identity: string | null | undefined): Mail {
  return notice(site, person, `You can sign in with ${provider} now`, [`${provider}${as(identity)} opens your account from now on.`])
}

/** To who has proven an address that an account had claimed without proof. */
export function claimEnded(site: Site, person: Person, provider: string): Mail {
  return notice(site, person, `You can sign in with ${provider} now`, [
    `There was an account with this address already, but nobody had confirmed the address. ${provider} has confirmed that it is yours, so the account is yours: its old password and every sign-in made before were ended.`,
    'If you chose that password yourself, set a new one whenever you like.',
  ])
}

export function identityUnlinked(site: Site, person: Person, provider: string): Mail {
  return notice(site, person, `${provider} does not open your account any more`, [`You cannot sign in with this ${provider} account any more.`])
}
