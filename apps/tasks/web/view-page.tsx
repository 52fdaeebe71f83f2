import { useLocation } from 'react-router'
import { useHead } from '#web/head.tsx'
import { useShellT } from '#web/words.ts'
import { useT } from './page-words.ts'
import { QuickAdd, Todos } from './todos.tsx'

const views = ['today', 'upcoming', 'overdue', 'done'] as const

export function ViewPage() {
  const t = useT()
  const shell = useShellT()
  const { pathname } = useLocation()
  const view = views.find((name) => pathname.includes(`/tasks/${name}`)) ?? 'today'
  useHead({ title: `${t(`views.${view}`)} · ${shell('site')}`, description: t('description'), noindex: true })
  return (
    <div className="grid h-full grid-rows-[auto_auto_minmax(0,1fr)]">
      <h1 className="px-4 pt-4 text-25 font-bold">{t(`views.${view}`)}</h1>
      <QuickAdd list_id={undefined} />
      <Todos view={view} />
    </div>
  )
}
