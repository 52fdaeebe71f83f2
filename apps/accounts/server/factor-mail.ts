import { letter } from '#server/mail/letter.ts'
import type { Mail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'

interface Person {
  username: string
  email: string
}

/** What every mail about the ways into an account ends with. */
const notYou = 'If this was not you, sign in, change your password and look through your ways to sign in at once.'
const lookThere = (site: Site) => (site.config.PUBLIC_URL ? { action: { label: 'Ways to sign in', url: `${site.config.PUBLIC_URL}/profile/ways-in` } } : {})

function notice(site: Site, { username, email }: Person, subject: string, ...paragraphs: string[]): Mail {
  return letter({ to: email, subject, greeting: `Namaste ${username},`, paragraphs: [...paragraphs, notYou], ...lookThere(site) })
}

export function totpTurned(site: Site, person: Person, turned: 'on' | 'off'): Mail {
  return turned === 'on'
    ? notice(
        site,
        person,
        'Signing in now takes a code',
        'Your account asks for a code of your authenticator app after the password from now on. Keep the recovery codes where you find them without your phone.',
      )
    : notice(
        site,
        person,
        'Signing in takes no code any more',
        'Your account does not ask for a code of an authenticator app any more: the password alone is enough.',
      )
}

export function recoveryCodeUsed(site: Site, person: Person, left: number): Mail {
  const rest = left === 0 ? 'That was the last one: make new ones now.' : left === 1 ? 'One is left.' : `${left} are left.`
  return notice(site, person, 'A recovery code was used', `Somebody signed in to your account with your password and one of your recovery codes. ${rest}`)
}

export function passkeyChanged(site: Site, person: Person, name: string, change: 'added' | 'removed'): Mail {
  return change === 'added'
    ? notice(site, person, 'A passkey was added', `The passkey “${name}” opens your account from now on.`)
    : notice(site, person, 'A passkey was removed', `The passkey “${name}” does not open your account any more.`)
}
