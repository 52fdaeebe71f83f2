import type { List } from '../../contract/lists.ts'
import type { Todo } from '../../contract/todos.ts'

/** How much of a view (`views.ts`) is here: all up to `last`, or all. */
export interface Coverage {
  /** The cursor of what comes after; null when all is here. */
  next: string | null
  /** The last todo of the last page, as it was then; it says up to where the view is whole. */
  last: Todo | null
  /** The question that was asked: another day or time zone asks another; `stale` when it has to be asked anew, while what is here still shows. */
  asked: string
}

export const stale = 'stale'

/** What the server has, as far as it is here. */
export interface Tasks {
  /** False until the lists were read: an empty record may mean either. */
  known: boolean
  lists: Record<string, List>
  todos: Record<string, Todo>
  views: Record<string, Coverage>
  /** When it was last read from the server; the time that the first render goes by. */
  at: string
}

export const no_tasks: Tasks = { known: false, lists: {}, todos: {}, views: {}, at: '1970-01-01T00:00:00.000Z' }

export const withList = (tasks: Tasks, list: List): Tasks => ({ ...tasks, lists: { ...tasks.lists, [list.id]: list } })

/** All lists anew, except those that were heard of since the question (`newer`). */
export function withLists(tasks: Tasks, lists: readonly List[], newer: (id: string) => boolean): Tasks {
  const heard = Object.values(tasks.lists).filter(({ id }) => newer(id))
  const all = [...lists.filter(({ id }) => !newer(id)), ...heard]
  return { ...tasks, known: true, lists: Object.fromEntries(all.map((list) => [list.id, list])) }
}

/** A list leaves with its todos, and what was known of their views. */
export function withoutList(tasks: Tasks, list_id: string): Tasks {
  const { [list_id]: _, ...lists } = tasks.lists
  const kept = Object.entries(tasks.todos).filter(([, todo]) => todo.list_id !== list_id)
  const views = Object.entries(tasks.views).filter(([key]) => !key.endsWith(`:${list_id}`))
  return { ...tasks, lists, todos: Object.fromEntries(kept), views: Object.fromEntries(views) }
}

/** The newest of each: news and answers come in any order, and versions only grow. */
export function withTodos(tasks: Tasks, todos: readonly Todo[]): Tasks {
  const fresh = todos.filter(({ id, version }) => (tasks.todos[id]?.version ?? 0) < version)
  if (fresh.length === 0) return tasks
  const changed = { ...tasks.todos }
  for (const todo of fresh)
    if (todo.deleted_at === null) changed[todo.id] = todo
    else delete changed[todo.id]
  return { ...tasks, todos: changed }
}

export function withoutTodos(tasks: Tasks, ids: readonly string[]): Tasks {
  if (!ids.some((id) => id in tasks.todos)) return tasks
  const todos = { ...tasks.todos }
  for (const id of ids) delete todos[id]
  return { ...tasks, todos }
}

export const byPosition = (a: { position: string; id: string }, b: { position: string; id: string }) =>
  a.position < b.position ? -1 : a.position > b.position ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0
