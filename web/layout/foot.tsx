import { Link } from 'react-router'
import { translate, useLanguage } from '../i18n.ts'
import { usePage } from '../page-context.ts'
import { useShellT } from '../words.ts'

export function Foot() {
  const t = useShellT()
  const { apps, words } = usePage()
  const language = useLanguage()
  const links = apps.flatMap((app) => (app.foot ?? []).map(({ label, to }) => ({ to, label: translate(words[app.name] ?? {}, language, label) })))
  return (
    <footer className="hairline text-ink-2 [main:has([data-full])~&]:hidden">
      <nav aria-label={t('nav.foot')} className="mx-auto flex max-w-[76rem] flex-wrap items-center gap-x-6 px-4 py-3 md:px-8">
        <span className="flex min-h-11 items-center max-md:hidden">{t('site')}</span>
        {links.map(({ to, label }) => (
          <Link key={to} to={to} className="flex min-h-11 min-w-11 items-center hover:text-neel hover:underline">
            {label}
          </Link>
        ))}
        {Object.entries({ docs: 'foot.guides', 'api/docs': 'foot.api' } as const).map(([path, label]) => (
          <a key={path} href={`/${path}/`} className="flex min-h-11 min-w-11 items-center hover:text-neel hover:underline">
            {t(label)}
          </a>
        ))}
      </nav>
    </footer>
  )
}
