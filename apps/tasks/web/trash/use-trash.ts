import { useCallback, useEffect, useState } from 'react'
import { useStore } from 'react-redux'
import { useNavigate } from 'react-router'
import { load } from '#web/load.ts'
import type { AppStore } from '#web/store.ts'
import { toast } from '#web/ui/toast.ts'
import type { List } from '../../contract/lists.ts'
import type { Todo } from '../../contract/todos.ts'
import { tasksApi } from '../api.ts'
import { useMoreT } from '../more-words.ts'
import { queueOf } from '../queue/own-queue.ts'
import { useTasks } from '../use-tasks.tsx'

interface Trash {
  lists: List[]
  todos: Todo[]
  next: string | null
}

const { listLists, listTodos } = tasksApi.endpoints
const query = { trash: 'true', limit: 50 } as const
const nothing: Trash = { lists: [], todos: [], next: null }

/** The trash as the server has it; what is restored leaves it at once and goes out by the queue. */
export function useTrash() {
  const store = useStore() as AppStore
  const navigate = useNavigate()
  const t = useMoreT()
  const { user_id } = useTasks()
  const [trash, setTrash] = useState<Trash>(nothing)
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading')
  const readTodos = useCallback(
    (cursor?: string) => load(store.dispatch(listTodos.initiate({ query: { ...query, ...(cursor && { cursor }) } }, { track: false }))),
    [store],
  )
  const again = useCallback(() => {
    setState('loading')
    const lists = load(store.dispatch(listLists.initiate({ query: { ...query, limit: 100 } }, { track: false })))
    Promise.all([lists, readTodos()]).then(
      ([found, { items, next }]) => {
        setTrash({ lists: found.items, todos: items, next })
        setState('ready')
      },
      () => setState('failed'),
    )
  }, [store, readTodos])
  useEffect(again, [again])
  const { next } = trash
  const more = () =>
    void readTodos(next ?? undefined).then(
      (page) => setTrash((before) => ({ ...before, todos: [...before.todos, ...page.items], next: page.next })),
      () => setState('failed'),
    )
  const tell = (list_id: string, title: string) =>
    toast({ text: t('trash.restored', { title }), action: { label: t('offer.open'), run: () => void navigate(`/tasks/lists/${list_id}`) } })
  const restoreList = ({ id, name }: List) => {
    queueOf(store, user_id).add({ kind: 'restore_list', id })
    setTrash((before) => ({ ...before, lists: before.lists.filter((list) => list.id !== id), todos: before.todos.filter((todo) => todo.list_id !== id) }))
    tell(id, name)
  }
  const restoreTodo = ({ id, list_id, title }: Todo) => {
    queueOf(store, user_id).add({ kind: 'restore_todo', id })
    setTrash((before) => ({ ...before, todos: before.todos.filter((todo) => todo.id !== id) }))
    tell(list_id, title)
  }
  return { ...trash, state, again, more: next === null ? undefined : more, restoreList, restoreTodo }
}
