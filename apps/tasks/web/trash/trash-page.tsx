import { Link } from 'react-router'
import { useFormat } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { Empty } from '#web/ui/empty.tsx'
import type { List } from '../../contract/lists.ts'
import type { Todo } from '../../contract/todos.ts'
import { Dot } from '../colors.tsx'
import { useMoreT } from '../more-words.ts'
import { TasksPage } from '../page.tsx'
import { useTasks } from '../use-tasks.tsx'
import { useTrash } from './use-trash.ts'

const kept_ms = 30 * 86_400_000

/** What was deleted in the last thirty days, with the day on which it goes for good. */
export function TrashPage() {
  const t = useMoreT()
  const { lists, todos, state, more, again, restoreList, restoreTodo } = useTrash()
  return (
    <TasksPage title={t('trash.title')}>
      <p className="px-2 pb-4 text-ink-2">{t('trash.why')}</p>
      {state === 'failed' && (
        <Empty title={t('failed')} action={<Button onClick={again}>{t('again')}</Button>}>
          {t('failed_why')}
        </Empty>
      )}
      {state === 'ready' && lists.length + todos.length === 0 && (
        <Empty title={t('trash.empty')} action={<Link to="/tasks">{t('trash.back')}</Link>}>
          {t('trash.empty_why')}
        </Empty>
      )}
      {lists.length > 0 && (
        <section aria-labelledby="trashed-lists" className="px-2 pb-6">
          <h2 id="trashed-lists" className="pb-1 font-semibold text-17">
            {t('trash.lists')}
          </h2>
          <ul>
            {lists.map((list) => (
              <TrashedList key={list.id} list={list} onRestore={restoreList} />
            ))}
          </ul>
        </section>
      )}
      {todos.length > 0 && (
        <section aria-labelledby="trashed-todos" className="px-2">
          <h2 id="trashed-todos" className="pb-1 font-semibold text-17">
            {t('trash.todos')}
          </h2>
          <ul>
            {todos.map((todo) => (
              <TrashedTodo key={todo.id} todo={todo} onRestore={restoreTodo} />
            ))}
          </ul>
          {more && (
            <Button kind="quiet" onClick={more}>
              {t('board.more')}
            </Button>
          )}
        </section>
      )}
    </TasksPage>
  )
}

/** How many whole days are left of thirty. */
function GoesOn({ deleted_at }: { deleted_at: string | null }) {
  const t = useMoreT()
  const format = useFormat()
  const { clock } = useTasks()
  const goes = new Date(Date.parse(deleted_at ?? '') + kept_ms).toISOString()
  return <span className="text-13 text-ink-2">{t('trash.goes', { day: format.date(goes, { day: 'numeric', month: 'long', timeZone: clock.zone }) })}</span>
}

const row = 'flex min-h-14 items-center gap-3 border-line border-b py-1.5'

function TrashedList({ list, onRestore }: { list: List; onRestore: (list: List) => void }) {
  const t = useMoreT()
  return (
    <li className={row}>
      <Dot color={list.color} />
      <span className="grid min-w-0 flex-1">
        <span className="truncate">{list.name}</span>
        <span className="flex flex-wrap gap-x-3">
          <span className="text-13 text-ink-2">{t('trash.with', { count: list.todo_count })}</span>
          <GoesOn deleted_at={list.deleted_at} />
        </span>
      </span>
      <Button small aria-label={t('trash.restore_named', { title: list.name })} onClick={() => onRestore(list)}>
        {t('trash.restore')}
      </Button>
    </li>
  )
}

function TrashedTodo({ todo, onRestore }: { todo: Todo; onRestore: (todo: Todo) => void }) {
  const t = useMoreT()
  const { tasks } = useTasks()
  const list = tasks.lists[todo.list_id]
  return (
    <li className={row}>
      <span className="grid min-w-0 flex-1">
        <span dir="auto" className="break-words">
          {todo.title}
        </span>
        <span className="flex flex-wrap gap-x-3">
          <span className="text-13 text-ink-2">{list ? list.name : t('trash.list_first')}</span>
          <GoesOn deleted_at={todo.deleted_at} />
        </span>
      </span>
      {list && (
        <Button small aria-label={t('trash.restore_named', { title: todo.title })} onClick={() => onRestore(todo)}>
          {t('trash.restore')}
        </Button>
      )}
    </li>
  )
}
