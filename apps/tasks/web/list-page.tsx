import { useParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import { LinkButton } from '#web/ui/button.tsx'
import { Empty } from '#web/ui/empty.tsx'
import { useShellT } from '#web/words.ts'
import { useT } from './page-words.ts'
import { QuickAdd, Todos } from './todos.tsx'
import { useTasks } from './use-tasks.tsx'

export function ListPage() {
  const t = useT()
  const shell = useShellT()
  const { tasks } = useTasks()
  const id = useParams()['list_id'] ?? ''
  const list = tasks.lists[id]
  useHead({ title: `${list?.name ?? t('title')} · ${shell('site')}`, description: t('description'), noindex: true })
  if (!list)
    return (
      <Empty title={t('lists.none')} action={<LinkButton to="/tasks">{t('lists.home')}</LinkButton>}>
        {t('lists.none_why')}
      </Empty>
    )
  return (
    <div className="grid h-full grid-rows-[auto_auto_minmax(0,1fr)]">
      <h1 className="px-4 pt-4 text-25 font-bold">{list.name}</h1>
      <QuickAdd list_id={id} />
      <Todos view={`list:${id}`} />
    </div>
  )
}
