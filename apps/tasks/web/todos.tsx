import { type FormEvent, useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Empty } from '#web/ui/empty.tsx'
import type { Todo } from '../contract/todos.ts'
import { useT } from './page-words.ts'
import { parseQuickAdd } from './quick-add/parse.ts'
import { useTasks } from './use-tasks.tsx'
import { useView } from './use-view.ts'

export function Todos({ view }: { view: string }) {
  const t = useT()
  const { items, here, more, failed, loadMore, again } = useView(view)
  return (
    <div className="h-full overflow-y-auto px-4 pb-8">
      <ul>
        {items.map((todo) => (
          <TodoRow key={todo.id} todo={todo} />
        ))}
      </ul>
      {here && items.length === 0 && <Empty title={t('empty.list')}>{t('empty.list_next')}</Empty>}
      {failed && (
        <Empty title={t('failed')} action={<Button onClick={again}>{t('again')}</Button>}>
          {t('failed_why')}
        </Empty>
      )}
      {more && <Button onClick={loadMore}>{t('more')}</Button>}
    </div>
  )
}

function TodoRow({ todo }: { todo: Todo }) {
  const t = useT()
  const { act } = useTasks()
  return (
    <li className="flex min-h-11 items-center gap-3">
      <input
        type="checkbox"
        aria-label={t('todo.mark', { title: todo.title })}
        checked={todo.status === 'done'}
        onChange={() => act.setStatus([todo], 'done')}
      />
      <span>{todo.title}</span>
    </li>
  )
}

export function QuickAdd({ list_id }: { list_id: string | undefined }) {
  const t = useT()
  const { act, lists, clock } = useTasks()
  const [text, setText] = useState('')
  const add = (event: FormEvent) => {
    event.preventDefault()
    const found = parseQuickAdd(text, { now: new Date(), time_zone: clock.zone, lists })
    if (!found.title) return
    const { spans: _, list_id: named, ...fields } = found
    const into = named ?? list_id ?? lists[0]?.id ?? act.addList({ name: t('lists.first'), color: '#0f766e' })
    act.addTodo({ ...fields, list_id: into })
    setText('')
  }
  return (
    <form onSubmit={add} className="px-4 py-2">
      <input
        className="control"
        aria-label={t('add.label')}
        placeholder={t('add.placeholder')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </form>
  )
}
