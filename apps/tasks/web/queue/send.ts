import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import type { List } from '../../contract/lists.ts'
import type { BulkConflict, Todo } from '../../contract/todos.ts'
import { tasksApi } from '../api.ts'
import type { Act } from './ops.ts'
import type { Sent } from './queue.ts'
import { clashes, rebased } from './rebase.ts'
import { listClashes, rebasedList } from './rebase-list.ts'

const { endpoints } = tasksApi
const untracked = { track: false } as const

/** What an answer brought, for what this tab shows. */
export interface Brought {
  lists?: List[]
  todos?: Todo[]
  removed_list?: string
  removed_todos?: string[]
}
type Result = { brought: Brought } | { error: ApiError }

/** Says one act to the server, and to `take` what came back. */
export async function sendAct(store: AppStore, act: Act, take: (brought: Brought) => void): Promise<Sent> {
  const result = await call(store, act)
  if ('brought' in result) {
    take(result.brought)
    return { done: [...(result.brought.todos ?? []), ...(result.brought.lists ?? [])] }
  }
  return afterError(act, result.error, take)
}

async function call(store: AppStore, act: Act): Promise<Result> {
  switch (act.kind) {
    case 'add_list':
      return lists(store.dispatch(endpoints.addList.initiate({ body: { id: act.id, name: act.name, color: act.color } }, untracked)))
    case 'change_list':
      return lists(store.dispatch(endpoints.changeList.initiate({ params: { id: act.id }, body: { ...act.change, version: act.version } }, untracked)))
    case 'remove_list':
      return gone(store.dispatch(endpoints.removeList.initiate({ params: { id: act.id }, query: { version: act.version } }, untracked)), {
        removed_list: act.id,
      })
    case 'restore_list':
      return lists(store.dispatch(endpoints.restoreList.initiate({ params: { id: act.id } }, untracked)))
    case 'add_todo':
      return todos(store.dispatch(endpoints.addTodo.initiate({ body: { id: act.id, ...act.fields } }, untracked)))
    case 'change_todo':
      return todos(store.dispatch(endpoints.changeTodo.initiate({ params: { id: act.id }, body: { ...act.change, version: act.version } }, untracked)))
    case 'remove_todo':
      return gone(store.dispatch(endpoints.removeTodo.initiate({ params: { id: act.id }, query: { version: act.version } }, untracked)), {
        removed_todos: [act.id],
      })
    case 'restore_todo':
      return todos(store.dispatch(endpoints.restoreTodo.initiate({ params: { id: act.id } }, untracked)))
    default:
      return bulk(store, act)
  }
}

type Answer<T> = PromiseLike<{ data?: T | undefined; error?: unknown }>
const failed = (error: unknown): Result => ({ error: error as ApiError })

async function lists(answer: Answer<List>): Promise<Result> {
  const { data, error } = await answer
  return data ? { brought: { lists: [data] } } : failed(error)
}
async function todos(answer: Answer<Todo>): Promise<Result> {
  const { data, error } = await answer
  return data ? { brought: { todos: [data] } } : failed(error)
}
async function gone(answer: Answer<void>, brought: Brought): Promise<Result> {
  const { error } = await answer
  return error ? failed(error) : { brought }
}
async function bulk(store: AppStore, { kind: _, ...body }: Extract<Act, { kind: 'bulk' }>): Promise<Result> {
  const { data, error } = await store.dispatch(endpoints.bulkTodos.initiate({ body }, untracked))
  if (!data) return failed(error)
  return { brought: { todos: data.todos, ...(body.action === 'delete' ? { removed_todos: body.todos.map(({ id }) => id) } : {}) } }
}

/** No answer, a restart, a limit or a session that is being renewed pass by themselves; the rest does not. */
const passes = ({ status }: ApiError) => status === 0 || status === 401 || status === 408 || status === 429 || status >= 500

function afterError(act: Act, error: ApiError, take: (brought: Brought) => void): Sent {
  if (passes(error)) return { later: error }
  // What is to go and is not there has gone.
  if (error.status === 404 && (act.kind === 'remove_list' || act.kind === 'remove_todo')) return { done: [] }
  if (error.status === 404) return { trouble: { kind: 'gone' } }
  if (error.status === 409 && act.kind === 'bulk') return afterBulk(act, error, take)
  const current = error.status === 409 ? (error.current as Todo | undefined) : undefined
  if (current && (act.kind === 'change_todo' || act.kind === 'remove_todo')) {
    take({ todos: [current] })
    return afterStale(act, current)
  }
  const list = error.status === 409 ? (error.current as List | undefined) : undefined
  if (list && (act.kind === 'change_list' || act.kind === 'remove_list')) {
    take(list.deleted_at === null ? { lists: [list] } : { removed_list: list.id })
    return afterStaleList(act, list)
  }
  const unplaced = withoutPlace(act, error)
  return unplaced ? { instead: unplaced } : { trouble: { kind: 'refused', message: messageOf(error) } }
}

/** Somebody else was first. Where both can be had, both are; where they clash the person decides. */
function afterStale(act: Extract<Act, { kind: 'change_todo' | 'remove_todo' }>, current: Todo): Sent {
  if (act.kind === 'remove_todo') return current.deleted_at === null ? { trouble: { kind: 'conflict', current } } : { done: [] }
  if (current.deleted_at !== null || clashes(act, current).length > 0) return { trouble: { kind: 'conflict', current } }
  const again = rebased(act, current)
  return again ? { instead: [again] } : { done: [current] }
}

/** A list that goes to the trash keeps what somebody else has called it, so nobody is asked about that. */
function afterStaleList(act: Extract<Act, { kind: 'change_list' | 'remove_list' }>, current: List): Sent {
  if (act.kind === 'remove_list') return current.deleted_at === null ? { instead: [{ ...act, version: current.version }] } : { done: [] }
  if (current.deleted_at !== null) return { trouble: { kind: 'gone' } }
  if (listClashes(act, current).length > 0) return { trouble: { kind: 'list_conflict', current } }
  const again = rebasedList(act, current)
  return again ? { instead: [again] } : { done: [current] }
}

/** All or none was said: those that have changed are said with what they are by now, those that are gone are left out. */
function afterBulk(act: Extract<Act, { kind: 'bulk' }>, error: ApiError, take: (brought: Brought) => void): Sent {
  const { conflicts = [] } = (error.current ?? {}) as { conflicts?: BulkConflict[] }
  if (conflicts.length === 0) return { trouble: { kind: 'refused', message: messageOf(error) } }
  const now = new Map(conflicts.map(({ id, current }) => [id, current]))
  take({
    todos: conflicts.flatMap(({ current }) => current ?? []),
    removed_todos: conflicts.flatMap(({ id, current }) => (current === null || current.deleted_at !== null ? [id] : [])),
  })
  const left = act.todos.flatMap(({ id, version }) => {
    const current = now.get(id)
    if (current === undefined) return [{ id, version }]
    return current === null || (current.deleted_at !== null && act.action !== 'restore') ? [] : [{ id, version: current.version }]
  })
  return { instead: left.length > 0 ? [{ ...act, todos: left }] : [] }
}

/** The neighbour is gone or the gap is full: what else was wished is not lost with the place. */
function withoutPlace(act: Act, { fields, status }: ApiError): Act[] | undefined {
  const lost = 'after_id' in fields || status === 409
  if (act.kind === 'add_todo' && lost && act.fields.after_id !== undefined) {
    const { after_id: _, ...kept } = act.fields
    return [{ ...act, fields: kept }]
  }
  if ((act.kind === 'change_todo' || act.kind === 'change_list') && lost && act.change.after_id !== undefined) {
    const { after_id: _, ...change } = act.change
    return Object.keys(change).length === 0 ? [] : [{ ...act, change } as Act]
  }
  return undefined
}

const messageOf = ({ fields, message }: ApiError) => Object.values(fields).flat()[0] ?? message
