import Check from 'lucide-react/icons/check'
import { classes } from '#web/ui/classes.ts'
import type { Todo } from '../contract/todos.ts'
import { useT } from './page-words.ts'
import { useTasks } from './use-tasks.tsx'

const rings: Record<Todo['priority'], string> = {
  urgent: 'border-sindoor text-sindoor',
  high: 'border-genda text-ink',
  medium: 'border-neel text-neel',
  low: 'border-edge text-ink-2',
  none: 'border-edge text-ink-2',
}

/** Done or not, in the colour of how urgent it is. */
export function DoneBox({ todo, leaving = false }: { todo: Todo; leaving?: boolean }) {
  const t = useT()
  const { act } = useTasks()
  const done = todo.status === 'done' || leaving
  return (
    <label className="relative grid size-11 shrink-0 place-items-center has-focus-visible:outline-2 has-focus-visible:outline-neel rounded-md">
      <input
        type="checkbox"
        aria-label={t('todo.mark', { title: todo.title })}
        checked={done}
        onChange={() => act.setStatus([todo], todo.status === 'done' ? 'todo' : 'done')}
        className="peer absolute size-5.5 appearance-none rounded-full"
      />
      <span
        aria-hidden="true"
        className={classes(
          'pointer-events-none relative grid size-5.5 place-items-center rounded-full border-2 transition-colors',
          done ? 'border-tulsi bg-tulsi text-paper' : rings[todo.priority],
          todo.status === 'cancelled' && 'border-dashed',
        )}
      >
        {done ? (
          <Check className="size-3.5" strokeWidth={3} />
        ) : todo.status === 'in_progress' ? (
          <span className="size-2.5 rounded-full bg-current" />
        ) : (
          <Check className="size-3.5 opacity-0 transition-opacity group-hover/row:opacity-40" strokeWidth={3} />
        )}
      </span>
    </label>
  )
}
