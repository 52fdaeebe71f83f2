import { Link, useLocation } from 'react-router'
import { classes } from '#web/ui/classes.ts'
import { useT } from './page-words.ts'
import { useTasks } from './use-tasks.tsx'

export function Side({ heading: Heading }: { heading: 'h1' | 'h2' }) {
  const t = useT()
  const { lists } = useTasks()
  const { pathname } = useLocation()
  return (
    <nav aria-label={t('views.label')} className="h-full overflow-y-auto px-2 pb-4">
      <Heading className="px-2 py-3 text-25 font-bold">{t('title')}</Heading>
      <ul>
        {(['today', 'upcoming', 'overdue', 'done'] as const).map((view) => (
          <li key={view}>
            <Link to={`/tasks/${view}`} className={classes('menu-entry', pathname.endsWith(view) && 'bg-neel-soft')}>
              {t(`views.${view}`)}
            </Link>
          </li>
        ))}
      </ul>
      <ul>
        {lists.map(({ id, name, open_count }) => (
          <li key={id}>
            <Link to={`/tasks/lists/${id}`} className={classes('menu-entry', pathname.endsWith(id) && 'bg-neel-soft')}>
              <span className="flex-1 truncate">{name}</span>
              <span className="text-13 text-ink-2">{open_count}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
