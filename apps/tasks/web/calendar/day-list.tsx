import { type FormEvent, useRef, useState } from 'react'
import { Link } from 'react-router'
import { useFormat } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { classes } from '#web/ui/classes.ts'
import type { Todo } from '../../contract/todos.ts'
import { isDay } from '../data/clock.ts'
import { isOpen } from '../data/views.ts'
import { DateInput } from '../date-input.tsx'
import { type Day, instantOf } from '../days.ts'
import { DoneBox } from '../done-box.tsx'
import { startDrag } from '../drag.ts'
import { useMoreT } from '../more-words.ts'
import { parseQuickAdd, type QuickAdd, type QuickAddContext } from '../quick-add/parse.ts'
import { useTasks } from '../use-tasks.tsx'

interface Props {
  day: Day
  todos: readonly Todo[]
  onMove: (todo: Todo, day: Day) => void
}

/** What is due on the chosen day, with a field for one more; each can be moved by its date as well as by dragging. */
export function DayList({ day, todos, onMove }: Props) {
  const t = useMoreT()
  const format = useFormat()
  return (
    <section aria-labelledby="day-title" className="grid content-start gap-3">
      <h2 id="day-title" aria-live="polite" className="font-semibold text-17">
        {format.date(day, { weekday: 'long', day: 'numeric', month: 'long' })}
      </h2>
      <AddForDay day={day} />
      {todos.length === 0 && <p className="text-ink-2">{t('calendar.nothing')}</p>}
      <ul className="grid gap-1">
        {todos.map((todo) => (
          <Row key={todo.id} todo={todo} day={day} onMove={onMove} />
        ))}
      </ul>
    </section>
  )
}

function Row({ todo, day, onMove }: Pick<Props, 'day' | 'onMove'> & { todo: Todo }) {
  const t = useMoreT()
  const format = useFormat()
  const { tasks, clock } = useTasks()
  const list = tasks.lists[todo.list_id]
  const open = isOpen(todo)
  const due = todo.due_date ?? day
  const time = isDay(due) ? undefined : format.date(due, { hour: 'numeric', minute: '2-digit', timeZone: clock.zone })
  return (
    <li draggable onDragStart={(event) => startDrag(event, todo.id)} className="group/row flex min-h-11 items-center gap-2 border-line border-b pb-1">
      <DoneBox todo={todo} />
      <span className="min-w-0 flex-1">
        <span dir="auto" className={classes('block wrap-anywhere', !open && 'text-ink-2 line-through')}>
          {todo.title}
        </span>
        <span className="flex flex-wrap gap-x-2 text-13 text-ink-2">
          {time && <span>{time}</span>}
          {list && (
            <Link to={`/tasks/lists/${list.id}`} className="link inline-flex min-h-6 items-center truncate">
              {list.name}
            </Link>
          )}
        </span>
      </span>
      <DateInput
        type="date"
        aria-label={t('calendar.move', { title: todo.title })}
        className="control w-11 shrink-0 overflow-hidden px-2.5 text-transparent"
        min="1970-01-01"
        max="2199-12-31"
        value={day}
        onChange={(next) => /^(19[7-9]|20|21)\d/.test(next) && next !== day && onMove(todo, next)}
      />
    </li>
  )
}

/** Quick add, for this day where the line names none. */
function AddForDay({ day }: { day: Day }) {
  const t = useMoreT()
  const { act, lists, clock } = useTasks()
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const add = (event: FormEvent) => {
    event.preventDefault()
    field.current?.focus()
    const { spans: _, list_id, ...fields } = parsedFor(day, text, { time_zone: clock.zone, lists })
    if (!fields.title || fields.title.length > 500) return
    const into = list_id ?? lists[0]?.id ?? act.addList({ name: t('first_list'), color: '#0f766e' })
    act.addTodo({ ...fields, list_id: into, ...(fields.due_date === null && { due_date: day, time_zone: clock.zone }) })
    setText('')
  }
  return (
    <form onSubmit={add} className="flex gap-2">
      <input
        ref={field}
        className="control min-w-0"
        dir="auto"
        autoComplete="off"
        aria-label={t('calendar.add')}
        placeholder={t('calendar.add')}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <Button type="submit">{t('calendar.add_button')}</Button>
    </form>
  )
}

/** A time without a day is meant on the chosen one. */
function parsedFor(day: Day, text: string, context: Omit<QuickAddContext, 'now'>): QuickAdd {
  const found = parseQuickAdd(text, { ...context, now: new Date() })
  const says = (...kinds: string[]) => found.spans.some(({ kind }) => kinds.includes(kind))
  return says('time') && !says('date', 'recurrence') ? parseQuickAdd(text, { ...context, now: new Date(instantOf(day, 0, context.time_zone)) }) : found
}
