import { useHead } from '#web/head.tsx'
import { useShellT } from '#web/words.ts'
import { useT } from './page-words.ts'
import { QuickAdd, Todos } from './todos.tsx'

/** What stands beside the lists while nothing is open. */
export function StartPage() {
  const t = useT()
  const shell = useShellT()
  useHead({ title: `${t('title')} · ${shell('site')}`, description: t('description'), noindex: true })
  return (
    <div className="grid h-full grid-rows-[auto_auto_minmax(0,1fr)]">
      <h2 className="px-4 pt-4 text-25 font-bold">{t('views.today')}</h2>
      <QuickAdd list_id={undefined} />
      <Todos view="today" />
    </div>
  )
}
