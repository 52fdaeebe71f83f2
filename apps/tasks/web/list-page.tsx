import ChevronRight from 'lucide-react/icons/chevron-right'
import { useState } from 'react'
import { useParams } from 'react-router'
import { LinkButton } from '#web/ui/button.tsx'
import { Empty } from '#web/ui/empty.tsx'
import type { List } from '../contract/lists.ts'
import { Dot } from './colors.tsx'
import { ListMenu } from './list-menu.tsx'
import { TasksPage } from './page.tsx'
import { useT } from './page-words.ts'
import { QuickAddField } from './quick-add-field.tsx'
import { useTasks } from './use-tasks.tsx'
import { View } from './view.tsx'

export function ListPage() {
  const t = useT()
  const { tasks } = useTasks()
  const id = useParams()['list_id'] ?? ''
  const list = tasks.lists[id]
  if (!list)
    return (
      <TasksPage title={t('lists.none')}>
        <Empty title={t('lists.none')} action={<LinkButton to="/tasks">{t('lists.home')}</LinkButton>}>
          {t('lists.none_why')}
        </Empty>
      </TasksPage>
    )
  return (
    <TasksPage
      key={id}
      title={list.name}
      sign={<Dot color={list.color} className="size-4" />}
      actions={<ListMenu list={list} away />}
      top={<QuickAddField key={id} list_id={id} />}
    >
      <View view={`list:${id}`} label={list.name} ordered empty={<Empty title={t('empty.list')}>{t('empty.list_next')}</Empty>} />
      <Closed list={list} />
    </TasksPage>
  )
}

/** What is done or cancelled in the list, read when somebody looks. */
function Closed({ list }: { list: List }) {
  const t = useT()
  const [open, setOpen] = useState(false)
  const count = list.todo_count - list.open_count
  if (count <= 0) return null
  return (
    <details className="hairline mt-4" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="flex min-h-11 items-center gap-2 rounded-md px-2 text-ink-2 hover:text-ink">
        <ChevronRight className={`size-4 transition-transform ${open ? 'rotate-90' : ''}`} aria-hidden="true" />
        {t('lists.closed', { count })}
      </summary>
      {open && <View view={`closed:${list.id}`} label={t('views.done')} empty={null} keys={false} />}
    </details>
  )
}
