import type { List } from '../../contract/lists.ts'
import type { Todo } from '../../contract/todos.ts'
import { byPosition, type Tasks } from '../data/state.ts'
import { isOpen } from '../data/views.ts'
import { type Act, type Op, type TodoFields, type Trouble, todosOfAct } from './ops.ts'

/** What pages show: what the server has, with all on top that waits to be sent. */
export interface Shown {
  tasks: Tasks
  /** In the person's order. */
  lists: List[]
  /** What has not been sent, by todo and list. */
  waiting: ReadonlyMap<string, Waiting>
  /** What the server did not take: its person has to say what now. */
  troubles: readonly Op[]
}
export interface Waiting {
  op: Op
  trouble?: Trouble
}

export function shownOf(tasks: Tasks, ops: readonly Op[]): Shown {
  const lists = { ...tasks.lists }
  // With nothing on top the records stay the same ones, so nothing is drawn anew.
  const todos = ops.length === 0 ? tasks.todos : { ...tasks.todos }
  const waiting = new Map<string, Waiting>()
  for (const op of ops) {
    put(op, lists, todos)
    for (const id of op.act.kind === 'bulk' ? todosOfAct(op.act) : [op.act.id]) {
      const { trouble } = op
      // What is in trouble is told before what only waits.
      if (trouble || !waiting.get(id)?.trouble) waiting.set(id, trouble ? { op, trouble } : { op })
    }
  }
  if (ops.length > 0) recount(tasks.todos, todos, lists, new Set(ops.flatMap(({ act }) => todosOfAct(act))))
  return { tasks: { ...tasks, lists, todos }, lists: Object.values(lists).sort(byPosition), waiting, troubles: ops.filter(({ trouble }) => trouble) }
}

function put({ act, at, trouble }: Op, lists: Record<string, List>, todos: Record<string, Todo>): void {
  switch (act.kind) {
    case 'add_list':
      lists[act.id] ??= newList(act, at)
      return
    case 'change_list': {
      const list = lists[act.id]
      if (!list) return
      const { after_id, ...fields } = act.change
      lists[act.id] = { ...list, ...fields, ...(after_id === undefined ? {} : { position: between(Object.values(lists), act.id, after_id) }) }
      return
    }
    case 'remove_list':
      if (trouble) return
      delete lists[act.id]
      for (const todo of Object.values(todos)) if (todo.list_id === act.id) delete todos[todo.id]
      return
    case 'add_todo':
      todos[act.id] ??= newTodo(act, at, todos)
      return
    case 'change_todo': {
      const todo = todos[act.id]
      if (todo) todos[act.id] = changed(todo, act.change, at, todos)
      return
    }
    case 'remove_todo':
      if (!trouble) delete todos[act.id]
      return
    case 'bulk':
      for (const { id } of act.todos) putBulk(act, id, at, todos, trouble !== undefined)
      return
    // Only the server has what was removed: it comes back with the answer.
    default:
  }
}

function putBulk(act: Extract<Act, { kind: 'bulk' }>, id: string, at: string, todos: Record<string, Todo>, in_trouble: boolean): void {
  const todo = todos[id]
  if (!todo) return
  if (act.action === 'delete') {
    if (!in_trouble) delete todos[id]
  } else if (act.action === 'status') todos[id] = changed(todo, { status: act.status }, at, todos)
  else if (act.action === 'priority') todos[id] = changed(todo, { priority: act.priority }, at, todos)
  else if (act.action === 'move') todos[id] = changed(todo, { list_id: act.list_id }, at, todos)
}

const newList = ({ id, name, color }: Extract<Act, { kind: 'add_list' }>, at: string): List => ({
  ...{ id, name, color, position: `~${id}`, open_count: 0, todo_count: 0, has_feed: false, version: 1 },
  ...{ created_at: at, updated_at: at, deleted_at: null },
})

function newTodo({ id, fields }: Extract<Act, { kind: 'add_todo' }>, at: string, todos: Record<string, Todo>): Todo {
  const { after_id, ...given } = fields
  const plain = { description: '', status: 'todo', priority: 'none', due_date: null, time_zone: null, recurrence: null } as const
  const position = after_id === undefined ? `~${id}` : between(inList(todos, given.list_id), id, after_id)
  const times = { completed_at: given.status === 'done' ? at : null, created_at: at, updated_at: at, deleted_at: null }
  return { ...plain, ...given, ...times, id, next_id: null, position, version: 0 }
}

function changed(todo: Todo, { after_id, ...fields }: Partial<TodoFields> & { after_id?: string | null }, at: string, todos: Record<string, Todo>): Todo {
  const next = { ...todo, ...fields, updated_at: at }
  if (fields.status && fields.status !== todo.status) next.completed_at = fields.status === 'done' ? at : null
  if (after_id !== undefined) next.position = between(inList(todos, next.list_id), todo.id, after_id)
  else if (next.list_id !== todo.list_id) next.position = `~${todo.id}`
  return next
}

const inList = (todos: Record<string, Todo>, list_id: string) => Object.values(todos).filter((todo) => todo.list_id === list_id)

/** A place for the eye, until the server says the real one. */
function between(all: readonly { id: string; position: string }[], id: string, after_id: string | null): string {
  const others = all.filter((one) => one.id !== id).sort(byPosition)
  const at = others.findIndex((one) => one.id === after_id)
  return placeBetween(others[at]?.position, others[at + 1]?.position)
}

/** Sorts after `low` and before `high`. Places of the server are made of letters and digits and end in no zero, so there is always room. */
export function placeBetween(low: string | undefined, high: string | undefined): string {
  if (low === undefined) return high === undefined ? 'a0' : `-${high}`
  let place = `${low}V`
  for (let zeros = '0'; high !== undefined && place >= high && zeros.length < 100; zeros += '0') place = `${low}${zeros}V`
  return place
}

/** The counts of lists as they will be, by what differs from what the server has counted. */
function recount(before: Record<string, Todo>, after: Record<string, Todo>, lists: Record<string, List>, ids: ReadonlySet<string>): void {
  const count = (todo: Todo | undefined, by: number) => {
    const list = todo && lists[todo.list_id]
    if (list) lists[todo.list_id] = { ...list, todo_count: list.todo_count + by, open_count: list.open_count + (isOpen(todo) ? by : 0) }
  }
  for (const id of ids) {
    count(before[id], -1)
    count(after[id], 1)
  }
}
