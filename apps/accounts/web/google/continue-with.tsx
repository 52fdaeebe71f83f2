import KeyRound from 'lucide-react/icons/key-round'
import { useSearchParams } from 'react-router'
import { addressIn } from '#web/head.tsx'
import { usePage } from '#web/page-context.ts'
import { safeNext } from '../next.ts'
import { useListProvidersQuery } from './api.ts'
import { useT } from './words.ts'

/** A link for each outside provider, above the form with the password. It leads through the server, so it works without scripts. */
export function ContinueWith() {
  const t = useT()
  const { data } = useListProvidersQuery()
  const to = useStart()
  if (!data?.providers.length) return null
  return (
    <div className="mt-6 grid gap-5">
      {data.providers.map(({ id, name }) => (
        <a key={id} href={to} rel="nofollow" className="btn w-full whitespace-normal">
          <KeyRound className="size-4 shrink-0" />
          {t('button', { name })}
        </a>
      ))}
      <p className="flex items-center gap-3 text-13 text-ink-2 before:h-px before:flex-1 before:bg-line before:content-[''] after:h-px after:flex-1 after:bg-line after:content-['']">
        {t('or')}
      </p>
    </div>
  )
}

/** Below `/auth` there are no languages, so the page to end at says which one was read. */
function useStart(): string {
  const { language } = usePage()
  const [query] = useSearchParams()
  const next = query.get('next')
  if (next === null && language === 'en') return '/auth/google/login/'
  return `/auth/google/login/?next=${encodeURIComponent(addressIn(language, next === null ? '/profile' : safeNext(next)))}`
}
