import { useStore } from 'react-redux'
import { useHead } from '#web/head.tsx'
import { useFormat } from '#web/i18n.ts'
import { endSession } from '#web/layout/end-session.ts'
import { useSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { Button } from '#web/ui/button.tsx'
import { useShellT } from '#web/words.ts'
import { useT } from './words.ts'

export function ProfilePage() {
  const t = useT()
  const shell = useShellT()
  const format = useFormat()
  const store = useStore() as AppStore
  const { user } = useSession()
  useHead({ title: `${t('profile.title')} · ${shell('site')}`, noindex: true })
  if (!user) return null
  const name = `${user.first_name} ${user.last_name}`.trim()
  const mail = user.email_verified ? user.email : `${user.email} (${t('profile.unconfirmed')})`
  const rows: [label: string, value: string][] = [
    [t('profile.username'), user.username],
    ...(name ? [[t('profile.name'), name] as [string, string]] : []),
    [t('profile.email'), mail],
    [t('profile.role'), t(`profile.roles.${user.role}`)],
    [t('profile.joined'), format.date(user.date_joined)],
  ]
  return (
    <div>
      <div className="flex items-center gap-4">
        <span aria-hidden="true" className="grid size-16 shrink-0 place-items-center rounded-full bg-neel text-32 font-semibold text-on-neel uppercase">
          {[...user.username][0]}
        </span>
        <h1 className="title min-w-0 truncate">
          <span className="sr-only">{t('profile.title')}: </span>
          {user.username}
        </h1>
      </div>
      <dl className="mt-8">
        {rows.map(([label, value]) => (
          <div key={label} className="hairline grid gap-x-6 py-3 sm:grid-cols-[10rem_1fr]">
            <dt className="text-ink-2">{label}</dt>
            <dd className="break-words">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="hairline pt-6">
        <Button onClick={() => void endSession(store, shell)}>{t('profile.sign_out')}</Button>
      </div>
    </div>
  )
}
