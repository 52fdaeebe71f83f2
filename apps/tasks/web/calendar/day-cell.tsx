import { type DragEvent, useState } from 'react'
import { useFormat } from '#web/i18n.ts'
import { classes } from '#web/ui/classes.ts'
import type { Todo } from '../../contract/todos.ts'
import { Dot } from '../colors.tsx'
import { isOpen } from '../data/views.ts'
import type { Day } from '../days.ts'
import { dragged, letDrop, startDrag } from '../drag.ts'
import { useMoreT } from '../more-words.ts'
import { useTasks } from '../use-tasks.tsx'

interface Props {
  day: Day
  /** Of the month before or after. */
  outside: boolean
  today: boolean
  chosen: boolean
  todos: readonly Todo[]
  onDay: (day: Day) => void
  onDrop: (todo_id: string, day: Day) => void
}

const shown_titles = 3

/** One day: its name says how many there are and the first of them, the list beside has all. Titles can be dragged. */
export function DayCell({ day, outside, today, chosen, todos, onDay, onDrop }: Props) {
  const t = useMoreT()
  const format = useFormat()
  const [over, setOver] = useState(false)
  const date = format.date(day, { weekday: 'long', day: 'numeric', month: 'long' })
  const open = todos.filter(isOpen)
  const drop = (event: DragEvent) => {
    setOver(false)
    const id = dragged(event)
    if (id) onDrop(id, day)
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys for all its days.
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a day of the grid, as the ARIA pattern for calendars has it.
      role="gridcell"
      data-day={day}
      tabIndex={chosen ? 0 : -1}
      aria-selected={chosen}
      aria-current={today ? 'date' : undefined}
      onClick={() => onDay(day)}
      onDragOver={(event) => letDrop(event) && setOver(true)}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classes(
        'h-13 cursor-pointer border border-line p-1 align-top transition-colors md:h-28',
        outside && 'bg-sunk',
        chosen && 'outline-2 outline-neel -outline-offset-2',
        over && 'bg-neel-soft',
      )}
    >
      <div className="flex h-full flex-col items-stretch gap-0.5 overflow-hidden">
        <span className="sr-only">{todos.length === 0 ? date : `${date}, ${t('calendar.todos', { count: todos.length })} `}</span>
        <span
          aria-hidden="true"
          className={classes(
            'grid size-6.5 place-items-center self-center rounded-full text-13 tabular-nums md:self-start',
            today ? 'bg-neel font-semibold text-on-neel' : outside ? 'text-ink-2' : 'text-ink',
          )}
        >
          {Number(day.slice(8))}
        </span>
        <span aria-hidden="true" className="flex justify-center gap-0.5 md:hidden">
          {open.slice(0, 3).map(({ id }) => (
            <i key={id} className="size-1.5 rounded-full bg-neel" />
          ))}
          {open.length === 0 && todos.length > 0 && <i className="size-1.5 rounded-full bg-edge" />}
        </span>
        {todos.slice(0, shown_titles).map((todo) => (
          <Title key={todo.id} todo={todo} />
        ))}
        {todos.length > shown_titles && (
          <span className="px-1 text-13 text-ink-2 max-md:hidden">{t('calendar.more', { count: todos.length - shown_titles })}</span>
        )}
      </div>
    </td>
  )
}

function Title({ todo }: { todo: Todo }) {
  const { tasks } = useTasks()
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragging is for the mouse; the list beside has a date field for each.
    <span
      draggable
      onDragStart={(event) => startDrag(event, todo.id)}
      className="flex cursor-grab items-center gap-1 rounded-sm px-1 text-13 hover:bg-sunk max-md:hidden"
    >
      <Dot color={tasks.lists[todo.list_id]?.color ?? 'currentColor'} className="size-2" />
      <span className={classes('truncate', !isOpen(todo) && 'text-ink-2 line-through')}>{todo.title}</span>
    </span>
  )
}
