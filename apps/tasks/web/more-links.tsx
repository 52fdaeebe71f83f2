import CalendarRange from 'lucide-react/icons/calendar-range'
import Columns3 from 'lucide-react/icons/columns-3'
import Trash2 from 'lucide-react/icons/trash-2'
import { useMoreT } from './more-words.ts'
import { SideLink } from './side-link.tsx'

const links = [
  ['board', Columns3],
  ['calendar', CalendarRange],
  ['trash', Trash2],
] as const

/** Other ways to look at all that one has. */
export function MoreLinks() {
  const t = useMoreT()
  return (
    <ul className="hairline mt-3 grid grid-cols-[minmax(0,1fr)] gap-0.5 pt-3">
      {links.map(([name, Icon]) => (
        <li key={name}>
          <SideLink to={`/tasks/${name}`}>
            <Icon className="size-5 shrink-0 text-ink-2" aria-hidden="true" />
            <span className="flex-1 truncate">{t(`${name}.title`)}</span>
          </SideLink>
        </li>
      ))}
    </ul>
  )
}
