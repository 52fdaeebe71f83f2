import { Link, useParams } from 'react-router'
import { addressIn, useHead } from '#web/head.tsx'
import { translate, useFormat, useLanguage } from '#web/i18n.ts'
import { usePage } from '#web/page-context.ts'
import { useSession } from '#web/session.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { LinkButton } from '#web/ui/button.tsx'
import { useShellT } from '#web/words.ts'
import { usePersonQuery } from './api.ts'
import { LinkedText } from './linked-text.tsx'
import { profileLd } from './profile-ld.ts'
import { useT } from './words.ts'

const description_length = 160

/** What everybody may see of somebody, and nothing else; its loader has asked for it. */
export function PersonPage() {
  const t = useT()
  const shell = useShellT()
  const format = useFormat()
  const language = useLanguage()
  const { origin } = usePage()
  const { user } = useSession()
  const { username = '' } = useParams()
  const { data: person } = usePersonQuery({ params: { username } })
  const month = person ? format.date(`${person.joined}-01`, { month: 'long', year: 'numeric' }) : ''
  const shown = person?.name || person?.username || ''
  const canonical = `/people/${encodeURIComponent(person?.username ?? username)}`
  const bio = person?.bio.replace(/\s+/g, ' ') ?? ''
  useHead({
    title: `${shown} · ${shell('site')}`,
    description: bio ? [...bio].slice(0, description_length).join('') : t('description', { name: shown, month }),
    canonical,
    ...(person?.avatar && { image: person.avatar }),
    ...(person?.listed ? {} : { noindex: true }),
    ...(person && { json_ld: profileLd(person, origin, origin + addressIn(language, canonical)) }),
  })
  if (!person) return null
  return (
    <article className="page page-reading">
      <header className="flex flex-wrap items-center gap-x-6 gap-y-4">
        <Avatar person={person} large className="size-28 text-60" />
        <div className="min-w-0">
          <h1 className="title break-words">{shown}</h1>
          <p className="mt-1 text-15 text-ink-2">
            {person.name && <span className="me-3">@{person.username}</span>}
            <span>{t('since', { month })}</span>
          </p>
        </div>
      </header>
      {person.bio ? (
        <LinkedText text={person.bio} className="mt-6 whitespace-pre-line break-words" />
      ) : (
        <p className="mt-6 text-ink-2">{t('no_bio', { name: shown })}</p>
      )}
      <p className="mt-6 flex flex-wrap gap-3 empty:hidden">
        <MadeHere username={person.username} />
        {/* The chat is an app of its own: only its address is known here. */}
        {person.reachable && user?.username !== person.username && (
          <LinkButton to={`/chat/new?to=${encodeURIComponent(person.username)}`}>{t('write', { name: shown })}</LinkButton>
        )}
      </p>
      {user?.username === person.username && (
        <p className="hairline mt-8 pt-5 text-15 text-ink-2">
          {t('yours')}{' '}
          <Link to="/profile" className="link inline-block py-2">
            {t('edit')}
          </Link>
        </p>
      )}
    </article>
  )
}

/** Ways to what they have made in the apps of this site. */
function MadeHere({ username }: { username: string }) {
  const { apps, words, language } = usePage()
  const links = apps.flatMap(({ name, of_person = [] }) =>
    of_person.map(({ label, to }) => ({ label: translate(words[name] ?? {}, language, label), to: to(username) })),
  )
  return links.map(({ label, to }) => (
    <Link key={to} to={to} className="btn">
      {label}
    </Link>
  ))
}
