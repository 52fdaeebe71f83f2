import { useHead } from '#web/head.tsx'
import type { Person } from '#web/session.ts'
import { LinkButton } from '#web/ui/button.tsx'
import { useShellT } from '#web/words.ts'
import { useT } from './page-words.ts'

/** Chat is between people who have shown that their address is theirs. */
export function UnconfirmedPage({ person: { email, role } }: { person: Person }) {
  const t = useT()
  const shell = useShellT()
  useHead({ title: `${t('title')} · ${shell('site')}`, noindex: true })
  return (
    <div data-app="" className="page page-reading">
      <h1 className="title">{t('unconfirmed.title')}</h1>
      <p className="lead mt-3">{t('unconfirmed.why', { email })}</p>
      <div className="mt-6 flex flex-wrap gap-2">
        <LinkButton to="/profile/password" kind="main">
          {t('unconfirmed.next')}
        </LinkButton>
        {role !== 'user' && <LinkButton to="/chat/reports">{t('list.reports')}</LinkButton>}
      </div>
    </div>
  )
}
