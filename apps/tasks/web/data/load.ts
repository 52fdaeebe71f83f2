import type { Page } from '#contract/page.ts'
import { load } from '#web/load.ts'
import type { AppStore } from '#web/store.ts'
import type { List } from '../../contract/lists.ts'
import type { Todo } from '../../contract/todos.ts'
import { tasksApi } from '../api.ts'
import { changeTasks, doubtsSoFar, hasLeft, heardSince, tasksIn } from './base.ts'
import type { Clock } from './clock.ts'
import { stale, type Tasks, withLists, withoutTodos, withTodos } from './state.ts'
import { type View, viewOf } from './views.ts'

const { endpoints } = tasksApi
const page_size = 100
/** So many pages of a long view are read anew after a sleep; what lies behind comes again with scrolling. */
const most_pages_again = 5

type Got<T> = Pick<Page<T>, 'items' | 'next'>

/** Reads all lists. Throws as route loaders do. */
export async function loadLists(store: AppStore, user_id: string): Promise<void> {
  const began = performance.now()
  const lists: List[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { limit: page_size, ...(cursor === undefined ? {} : { cursor }) }
    const page: Got<List> = await load(store.dispatch(endpoints.listLists.initiate({ query }, { track: false })))
    lists.push(...page.items)
    cursor = page.next
  }
  const at = new Date().toISOString()
  await changeTasks(store, user_id, (tasks) => ({ ...withLists(tasks, lists, (id) => heardSince(id, began)), at }))
}

const asked = ({ query }: View) => JSON.stringify(query)

/** Whether a view is here, and asks what would be asked now. */
export const isHere = ({ views }: Tasks, key: string, clock: Clock) => views[key]?.asked === asked(viewOf(key, clock))

/** Reads the beginning of a view where it is not here. */
export async function loadView(store: AppStore, user_id: string, key: string, clock: Clock): Promise<void> {
  const tasks = tasksIn(store, user_id)
  if (isHere(tasks, key, clock)) return
  if (tasks.views[key]) await reloadView(store, user_id, key, clock)
  else await readPage(store, user_id, key, clock, 'first')
}

/** Reads on where a view ends so far. */
export async function loadMore(store: AppStore, user_id: string, key: string, clock: Clock): Promise<void> {
  if (tasksIn(store, user_id).views[key]?.next) await readPage(store, user_id, key, clock, 'next')
}

/** Reads a view anew as far as it was here, without emptying it first. */
async function reloadView(store: AppStore, user_id: string, key: string, clock: Clock): Promise<void> {
  const before = tasksIn(store, user_id).views[key]
  const { compare } = viewOf(key, clock)
  await readPage(store, user_id, key, clock, 'first')
  for (let n = 1; n < most_pages_again; n++) {
    const now = tasksIn(store, user_id).views[key]
    if (!now?.next || (before?.last && now.last && compare(now.last, before.last) >= 0)) return
    await readPage(store, user_id, key, clock, 'next')
  }
}

async function readPage(store: AppStore, user_id: string, key: string, clock: Clock, which: 'first' | 'next'): Promise<void> {
  const view = viewOf(key, clock)
  const from = which === 'next' ? tasksIn(store, user_id).views[key] : undefined
  const [began, doubts] = [performance.now(), doubtsSoFar()]
  const query = { ...view.query, limit: page_size, ...(from?.next ? { cursor: from.next } : {}) }
  const page: Got<Todo> = await load(store.dispatch(endpoints.listTodos.initiate({ query }, { track: false })))
  await changeTasks(store, user_id, (tasks) => {
    // Read anew meanwhile: this page goes on from something that is not there any more.
    if (from && tasks.views[key] !== from) return tasks
    const sure = doubts === doubtsSoFar() && from?.asked !== stale
    return withPage(tasks, key, { ...view, sure }, page, from?.last ?? null, (id) => heardSince(id, began))
  })
}

/**
 * A page of the server's, put in: what it should hold and does not has changed or gone without being heard of, so it goes here as well, unless
 * it was heard of after the question.
 */
export function withPage(tasks: Tasks, key: string, view: View & { sure: boolean }, page: Got<Todo>, from: Todo | null, newer: (id: string) => boolean): Tasks {
  const last = page.next === null ? null : (page.items.at(-1) ?? from)
  const ids = new Set(page.items.map(({ id }) => id))
  const within = (todo: Todo) => (from === null || view.compare(todo, from) > 0) && (last === null || view.compare(todo, last) <= 0)
  // A search finds by the words of the server, which may be others than those here.
  const exact = !key.startsWith('search:')
  const lost = exact ? Object.values(tasks.todos).filter((todo) => !ids.has(todo.id) && view.matches(todo) && within(todo) && !newer(todo.id)) : []
  const without = withoutTodos(
    tasks,
    lost.map(({ id }) => id),
  )
  const fresh = page.items.filter(({ id, version }) => !hasLeft(id, version))
  const coverage = { next: page.next, last, asked: view.sure ? asked(view) : stale }
  return { ...withTodos(without, fresh), views: { ...tasks.views, [key]: coverage } }
}

/** What a view shows of what is here: in order, and no further than it is whole. */
export function itemsOf({ todos, views }: Tasks, key: string, clock: Clock): Todo[] {
  const { matches, shows, compare } = viewOf(key, clock)
  const last = views[key]?.last ?? null
  return Object.values(todos)
    .filter((todo) => matches(todo) && (shows?.(todo) ?? true) && (last === null || compare(todo, last) <= 0))
    .sort(compare)
}
