import { useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import { useShellT } from '#web/words.ts'
import { useT } from './page-words.ts'
import { Todos } from './todos.tsx'

export function SearchPage() {
  const t = useT()
  const shell = useShellT()
  const [params, setParams] = useSearchParams()
  const q = params.get('q') ?? ''
  useHead({ title: `${t('views.search')} · ${shell('site')}`, description: t('description'), noindex: true })
  return (
    <div className="grid h-full grid-rows-[auto_auto_minmax(0,1fr)]">
      <h1 className="px-4 pt-4 text-25 font-bold">{t('views.search')}</h1>
      <input className="control" aria-label={t('views.search')} value={q} onChange={(event) => setParams({ q: event.target.value }, { replace: true })} />
      {q.trim() && <Todos view={`search:${q.trim()}`} />}
    </div>
  )
}
