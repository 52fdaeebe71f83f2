import { useFormat } from '#web/i18n.ts'
import { classes } from '#web/ui/classes.ts'
import { type Status, statuses } from '../../contract/fields.ts'
import type { Todo } from '../../contract/todos.ts'
import { Dot } from '../colors.tsx'
import { isOpen } from '../data/views.ts'
import { startDrag } from '../drag.ts'
import { dueText, isLate } from '../due.ts'
import { useMoreT } from '../more-words.ts'
import { useT as usePageT } from '../page-words.ts'
import { useTasks } from '../use-tasks.tsx'

interface Props {
  todo: Todo
  /** Of its column: the one that Tab reaches. */
  first: boolean
  show_list: boolean
}

/** A todo on the board. The field in it is for fingers and for whoever listens: it says where the card is and moves it. */
export function Card({ todo, first, show_list }: Props) {
  const t = useMoreT()
  const { act, tasks, clock } = useTasks()
  const due = dueText(todo, clock, useFormat(), usePageT())
  const list = tasks.lists[todo.list_id]
  const late = isLate(todo, clock)
  return (
    <li
      data-card={todo.id}
      tabIndex={first ? 0 : -1}
      aria-label={todo.title}
      aria-describedby="board-keys"
      draggable
      onDragStart={(event) => startDrag(event, todo.id)}
      className="grid cursor-grab grid-cols-1 gap-1.5 rounded-md border border-line bg-raised p-3 focus-visible:outline-2 focus-visible:outline-neel"
    >
      <span dir="auto" className={classes('wrap-anywhere', !isOpen(todo) && 'text-ink-2 line-through')}>
        {todo.title}
      </span>
      <span className="flex flex-wrap items-center gap-x-3 text-13 text-ink-2">
        {due && <span className={classes(late && 'font-[550] text-sindoor')}>{late ? t('board.late', { due }) : due}</span>}
        {todo.priority !== 'none' && <span>{t(`board.priority.${todo.priority}`)}</span>}
        {show_list && list && (
          <span className="flex min-w-0 items-center gap-1.5">
            <Dot color={list.color} className="size-2" />
            <span className="truncate">{list.name}</span>
          </span>
        )}
      </span>
      <select
        aria-label={t('board.move', { title: todo.title })}
        className="control -mx-1 min-h-8 w-auto justify-self-start py-0 ps-1 text-13 pointer-fine:border-transparent pointer-fine:bg-transparent pointer-fine:hover:border-edge pointer-coarse:mx-0 pointer-coarse:min-h-11 pointer-coarse:ps-3"
        value={todo.status}
        onChange={({ target }) => act.setStatus([todo], target.value as Status)}
      >
        {statuses.map((status) => (
          <option key={status} value={status}>
            {t(`board.status.${status}`)}
          </option>
        ))}
      </select>
    </li>
  )
}
