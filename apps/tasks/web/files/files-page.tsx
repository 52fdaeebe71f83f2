import { useParams } from 'react-router'
import { LinkButton } from '#web/ui/button.tsx'
import { Empty } from '#web/ui/empty.tsx'
import type { List } from '../../contract/lists.ts'
import { Dot } from '../colors.tsx'
import { useMoreT } from '../more-words.ts'
import { TasksPage } from '../page.tsx'
import { useTasks } from '../use-tasks.tsx'
import { FeedSection } from './feed-section.tsx'
import { ImportSection } from './import-section.tsx'
import { Part } from './part.tsx'

/** What goes into a list and out of it: files, and the address that calendars read. */
export function FilesPage() {
  const t = useMoreT()
  const { tasks } = useTasks()
  const list = tasks.lists[useParams()['list_id'] ?? '']
  if (!list)
    return (
      <TasksPage title={t('files.none')}>
        <Empty title={t('files.none')} action={<LinkButton to="/tasks">{t('trash.back')}</LinkButton>}>
          {t('files.none_why')}
        </Empty>
      </TasksPage>
    )
  return (
    <TasksPage title={t('files.title', { list: list.name })} sign={<Dot color={list.color} className="size-4" />}>
      <div key={list.id} className="grid max-w-2xl gap-8 px-2">
        <FeedSection list={list} />
        <ImportSection list={list} />
        <ExportSection list={list} />
      </div>
    </TasksPage>
  )
}

function ExportSection({ list }: { list: List }) {
  const t = useMoreT()
  const address = (format: 'csv' | 'json') => `/api/lists/${list.id}/export/?format=${format}`
  return (
    <Part title={t('files.export')} why={t('files.export_why', { count: list.todo_count })}>
      <div className="flex flex-wrap gap-2">
        <a className="btn" href={address('csv')} download>
          {t('files.csv')}
        </a>
        <a className="btn" href={address('json')} download>
          JSON
        </a>
      </div>
    </Part>
  )
}
