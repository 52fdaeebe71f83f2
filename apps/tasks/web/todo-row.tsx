import AlignLeft from 'lucide-react/icons/align-left'
import Calendar from 'lucide-react/icons/calendar'
import Check from 'lucide-react/icons/check'
import CloudOff from 'lucide-react/icons/cloud-off'
import Flag from 'lucide-react/icons/flag'
import GripVertical from 'lucide-react/icons/grip-vertical'
import Repeat from 'lucide-react/icons/repeat'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import { type MouseEvent, memo, type PointerEvent } from 'react'
import { useFormat } from '#web/i18n.ts'
import { classes } from '#web/ui/classes.ts'
import type { Todo } from '../contract/todos.ts'
import { Dot } from './colors.tsx'
import { isOpen } from './data/views.ts'
import { DoneBox } from './done-box.tsx'
import { dueText, isLate } from './due.ts'
import { useT } from './page-words.ts'
import { Swipe } from './swipe.tsx'
import { TodoMenu } from './todo-menu.tsx'
import { usePane } from './use-pane.tsx'
import { useTasks } from './use-tasks.tsx'

interface Props {
  todo: Todo
  /** Names the list: on pages that show several. */
  show_list: boolean
  leaving?: boolean
  /** Begins to drag it; on lists, where there is an order to change. */
  onGrip?: (event: PointerEvent<HTMLElement>) => void
  onMove?: (id: string, by: -1 | 1) => void
}

export const TodoRow = memo(function TodoRow({ todo, show_list, leaving = false, onGrip, onMove }: Props) {
  const t = useT()
  const { selected, toggle, extend, edit } = usePane()
  const chosen = selected.has(todo.id)
  const open = isOpen(todo) && !leaving
  const onClick = (event: MouseEvent) => {
    if (event.shiftKey) extend(todo.id)
    else if (event.ctrlKey || event.metaKey || (selected.size > 0 && matchMedia('(pointer: coarse)').matches)) toggle(todo.id)
    else edit(todo.id)
  }
  return (
    <li
      data-todo={todo.id}
      data-drag={todo.id}
      data-leaving={leaving ? '' : undefined}
      className={classes('group/row relative', chosen && 'rounded-md bg-neel-soft', leaving && 'leave')}
    >
      <Swipe todo={todo} enabled={open}>
        {onGrip && (
          <button
            type="button"
            tabIndex={-1}
            aria-hidden="true"
            onPointerDown={onGrip}
            title={t('todo.drag', { title: todo.title })}
            className="absolute start-0 hidden h-11 w-5 -translate-x-1 cursor-grab touch-none place-items-center text-ink-2 opacity-0 transition-opacity group-hover/row:opacity-100 md:grid pointer-coarse:hidden"
          >
            <GripVertical className="size-4" />
          </button>
        )}
        {selected.size > 0 ? <PickBox todo={todo} /> : <DoneBox todo={todo} leaving={leaving} />}
        <button
          type="button"
          data-row=""
          aria-pressed={selected.size > 0 ? chosen : undefined}
          onClick={onClick}
          className="min-h-11 min-w-0 flex-1 py-2 text-start focus-visible:-outline-offset-2"
        >
          <span dir="auto" className={classes('block text-15 wrap-anywhere', !open && 'text-ink-2 line-through decoration-1')}>
            {todo.title}
          </span>
          <TodoMeta todo={todo} show_list={show_list} />
        </button>
        <TodoMenu todo={todo} {...(onMove ? { onMove } : {})} />
      </Swipe>
    </li>
  )
})

function PickBox({ todo }: { todo: Todo }) {
  const t = useT()
  const { selected, toggle } = usePane()
  const chosen = selected.has(todo.id)
  return (
    <label className="relative grid size-11 shrink-0 place-items-center has-focus-visible:outline-2 has-focus-visible:outline-neel rounded-md">
      <input
        type="checkbox"
        aria-label={t('todo.select', { title: todo.title })}
        checked={chosen}
        onChange={() => toggle(todo.id)}
        className="peer absolute size-5.5 appearance-none rounded-sm"
      />
      <span
        aria-hidden="true"
        className={classes(
          'pointer-events-none grid size-5.5 place-items-center rounded-sm border-2',
          chosen ? 'border-neel bg-neel text-on-neel' : 'border-edge',
        )}
      >
        {chosen && <Check className="size-3.5" strokeWidth={3} />}
      </span>
    </label>
  )
}

/** What is to know beside the title, in one quiet line; nothing where there is nothing. */
function TodoMeta({ todo, show_list }: { todo: Todo; show_list: boolean }) {
  const t = useT()
  const format = useFormat()
  const { tasks, waiting, clock } = useTasks()
  const list = show_list ? tasks.lists[todo.list_id] : undefined
  const due = dueText(todo, clock, format, t)
  const late = isLate(todo, clock)
  const wait = waiting.get(todo.id)
  const status = todo.status === 'in_progress' || todo.status === 'cancelled'
  if (!list && !due && !status && todo.priority === 'none' && !todo.description && !wait) return null
  return (
    <span className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-13 text-ink-2">
      {due && (
        <span className={classes('flex items-center gap-1', late && 'font-[550] text-sindoor')}>
          <Calendar className="size-3.5" aria-hidden="true" />
          <span className="sr-only">{t(late ? 'due.late' : 'due.due', { when: due })}</span>
          <span aria-hidden="true">{due}</span>
          {todo.recurrence && <Repeat className="size-3.5" role="img" aria-label={t('repeat.repeats')} />}
        </span>
      )}
      {status && <span>{t(`status.${todo.status}`)}</span>}
      {todo.priority !== 'none' && (
        <span className={classes('flex items-center gap-1', todo.priority === 'urgent' && 'text-sindoor')}>
          <Flag className="size-3.5" aria-hidden="true" />
          <span className="sr-only">{t('priority.named', { name: t(`priority.${todo.priority}`) })}</span>
          <span aria-hidden="true">{t(`priority.${todo.priority}`)}</span>
        </span>
      )}
      {todo.description && <AlignLeft className="size-3.5" role="img" aria-label={t('todo.notes')} />}
      {list && (
        <span className="flex min-w-0 items-center gap-1.5">
          <Dot color={list.color} className="size-2.5" />
          <span className="truncate">{list.name}</span>
        </span>
      )}
      {wait?.trouble ? (
        <span className="flex items-center gap-1 font-[550] text-sindoor">
          <TriangleAlert className="size-3.5" aria-hidden="true" />
          {t('todo.trouble')}
        </span>
      ) : (
        wait && <Waits />
      )}
    </span>
  )
}

/** Only what waits longer than an answer takes says so. */
const Waits = () => (
  <span className="late">
    <CloudOff className="size-3.5" role="img" aria-label={useT()('todo.waiting')} />
  </span>
)
