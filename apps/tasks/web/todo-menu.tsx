import ArrowDown from 'lucide-react/icons/arrow-down'
import ArrowUp from 'lucide-react/icons/arrow-up'
import Calendar from 'lucide-react/icons/calendar'
import CalendarClock from 'lucide-react/icons/calendar-clock'
import CalendarX from 'lucide-react/icons/calendar-x'
import Circle from 'lucide-react/icons/circle'
import CircleDot from 'lucide-react/icons/circle-dot'
import CircleX from 'lucide-react/icons/circle-x'
import Ellipsis from 'lucide-react/icons/ellipsis'
import Pencil from 'lucide-react/icons/pencil'
import SquareCheck from 'lucide-react/icons/square-check'
import Sun from 'lucide-react/icons/sun'
import Trash2 from 'lucide-react/icons/trash-2'
import { Menu, MenuEntry } from '#web/ui/menu.tsx'
import type { Todo } from '../contract/todos.ts'
import { isOpen } from './data/views.ts'
import { type DuePreset, presetDue } from './due.ts'
import { useT } from './page-words.ts'
import { usePane } from './use-pane.tsx'
import { useTasks } from './use-tasks.tsx'

const due_icons = { today: Sun, tomorrow: Calendar, next_week: CalendarClock, none: CalendarX } as const

/** Everything that can be done with one todo, for whoever knows no key and cannot swipe. */
export function TodoMenu({ todo, onMove }: { todo: Todo; onMove?: (id: string, by: -1 | 1) => void }) {
  const t = useT()
  return (
    <Menu
      label={t('todo.menu', { title: todo.title })}
      icon={Ellipsis}
      className="md:opacity-0 md:group-hover/row:opacity-100 md:focus-visible:opacity-100 md:group-focus-within/row:opacity-100"
    >
      {() => <Entries todo={todo} {...(onMove ? { onMove } : {})} />}
    </Menu>
  )
}

function Entries({ todo, onMove }: { todo: Todo; onMove?: (id: string, by: -1 | 1) => void }) {
  const t = useT()
  const { act, clock } = useTasks()
  const { edit, toggle } = usePane()
  const open = isOpen(todo)
  const presets: DuePreset[] = ['today', 'tomorrow', 'next_week', ...(todo.due_date === null ? [] : ['none' as const])]
  return (
    <>
      <MenuEntry icon={Pencil} onClick={() => edit(todo.id)}>
        {t('todo.edit')}
      </MenuEntry>
      <MenuEntry icon={SquareCheck} onClick={() => toggle(todo.id)}>
        {t('todo.pick')}
      </MenuEntry>
      {open &&
        presets.map((preset) => (
          <MenuEntry key={preset} icon={due_icons[preset]} onClick={() => act.setDue([todo], presetDue(preset, clock))}>
            {t(`due.${preset}`)}
          </MenuEntry>
        ))}
      {todo.status === 'todo' && (
        <MenuEntry icon={CircleDot} onClick={() => act.setStatus([todo], 'in_progress')}>
          {t('todo.start')}
        </MenuEntry>
      )}
      {todo.status !== 'todo' && (
        <MenuEntry icon={Circle} onClick={() => act.setStatus([todo], 'todo')}>
          {t('todo.reopen')}
        </MenuEntry>
      )}
      {open && (
        <MenuEntry icon={CircleX} onClick={() => act.setStatus([todo], 'cancelled')}>
          {t('todo.cancel')}
        </MenuEntry>
      )}
      {onMove && (
        <>
          <MenuEntry icon={ArrowUp} onClick={() => onMove(todo.id, -1)}>
            {t('todo.up')}
          </MenuEntry>
          <MenuEntry icon={ArrowDown} onClick={() => onMove(todo.id, 1)}>
            {t('todo.down')}
          </MenuEntry>
        </>
      )}
      <MenuEntry icon={Trash2} danger onClick={() => act.remove([todo])}>
        {t('todo.remove')}
      </MenuEntry>
    </>
  )
}
