import { useStore } from 'react-redux'
import { Link } from 'react-router'
import { useHead } from '#web/head.tsx'
import { useFormat } from '#web/i18n.ts'
import { endSession } from '#web/layout/end-session.ts'
import { type Person, useSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { Button } from '#web/ui/button.tsx'
import { Empty } from '#web/ui/empty.tsx'
import { useShellT } from '#web/words.ts'
import { AboutSection } from './about-section.tsx'
import { useProfileQuery } from './api.ts'
import { AvatarSection } from './avatar-section.tsx'
import { PreferencesSection } from './preferences-section.tsx'
import { useT } from './words.ts'

export function ProfilePage() {
  const t = useT()
  const shell = useShellT()
  const { user } = useSession()
  const { data: profile, isError, refetch } = useProfileQuery()
  useHead({ title: `${t('title')} · ${shell('site')}`, noindex: true })
  if (!user) return null
  return (
    <div>
      <h1 className="title min-w-0 truncate">
        <span className="sr-only">{t('title')}: </span>
        {user.username}
      </h1>
      <p className="mt-2">
        <Link to={`/people/${encodeURIComponent(user.username)}`} className="link inline-block py-2">
          {t('see_public')}
        </Link>
      </p>
      {profile ? (
        <>
          <AvatarSection profile={profile} />
          <AboutSection profile={profile} />
          <PreferencesSection profile={profile} />
        </>
      ) : (
        isError && <Empty title={t('failed')} action={<Button onClick={() => void refetch()}>{t('again')}</Button>} />
      )}
      <AccountSection user={user} />
    </div>
  )
}

function AccountSection({ user }: { user: Person }) {
  const t = useT()
  const shell = useShellT()
  const format = useFormat()
  const store = useStore() as AppStore
  const mail = user.email_verified ? user.email : `${user.email} (${t('account.unconfirmed')})`
  const rows: [label: string, value: string][] = [
    [t('account.username'), user.username],
    [t('account.email'), mail],
    [t('account.role'), t(`account.roles.${user.role}`)],
    [t('account.joined'), format.date(user.date_joined)],
  ]
  return (
    <section aria-labelledby="account-title" className="hairline mt-8 pt-6">
      <h2 id="account-title" className="font-semibold text-20">
        {t('account.title')}
      </h2>
      <dl className="mt-2">
        {rows.map(([label, value]) => (
          <div key={label} className="grid gap-x-6 py-2 sm:grid-cols-[10rem_1fr]">
            <dt className="text-ink-2">{label}</dt>
            <dd className="break-words">{value}</dd>
          </div>
        ))}
      </dl>
      <Button className="mt-3" onClick={() => void endSession(store, shell)}>
        {t('account.sign_out')}
      </Button>
    </section>
  )
}
