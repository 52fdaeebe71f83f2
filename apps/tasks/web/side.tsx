import CalendarClock from 'lucide-react/icons/calendar-clock'
import CalendarDays from 'lucide-react/icons/calendar-days'
import CircleCheck from 'lucide-react/icons/circle-check'
import Search from 'lucide-react/icons/search'
import Sun from 'lucide-react/icons/sun'
import type { ComponentType, SVGProps } from 'react'
import { Link } from 'react-router'
import { MoreLinks } from './more-links.tsx'
import { useT } from './page-words.ts'
import { Count, SideLink } from './side-link.tsx'
import { SideLists } from './side-lists.tsx'
import { SyncState } from './sync-state.tsx'
import { useView } from './use-view.ts'

/** Views and lists: the way through the app, and on phones its first page. */
export function Side({ heading: Heading }: { heading: 'h1' | 'h2' }) {
  const t = useT()
  const today = useView('today')
  const overdue = useView('overdue')
  return (
    <nav aria-label={t('views.label')} data-scroll="" className="relative flex h-full flex-col overflow-y-auto overscroll-contain px-2 pb-4">
      <div className="flex items-center gap-1 py-2 ps-3">
        <Heading className="flex-1 text-25 font-bold max-md:text-32">{t('title')}</Heading>
        <Link
          to="/tasks/search"
          aria-label={t('views.search')}
          className="grid size-11 place-items-center rounded-md text-ink-2 transition-colors hover:bg-sunk hover:text-ink"
        >
          <Search className="size-5" />
        </Link>
      </div>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
        <ViewLink name="today" icon={Sun} count={today} />
        <ViewLink name="upcoming" icon={CalendarDays} />
        <ViewLink name="overdue" icon={CalendarClock} count={overdue} urgent />
        <ViewLink name="done" icon={CircleCheck} />
      </ul>
      <SideLists heading={Heading === 'h1' ? 'h2' : 'h3'} />
      <MoreLinks />
      <span className="flex-1" />
      <SyncState />
    </nav>
  )
}

interface ViewLinkProps {
  name: 'today' | 'upcoming' | 'overdue' | 'done'
  icon: ComponentType<SVGProps<SVGSVGElement>>
  count?: Pick<ReturnType<typeof useView>, 'items' | 'more'>
  urgent?: boolean
}

function ViewLink({ name, icon: Icon, count, urgent = false }: ViewLinkProps) {
  const t = useT()
  const n = count?.items.length ?? 0
  return (
    <li>
      <SideLink to={`/tasks/${name}`}>
        <Icon className="size-5 shrink-0 text-ink-2" aria-hidden="true" />
        <span className="flex-1 truncate">{t(`views.${name}`)}</span>
        {n > 0 && <Count of={n} more={count?.more ?? false} urgent={urgent} />}
      </SideLink>
    </li>
  )
}
