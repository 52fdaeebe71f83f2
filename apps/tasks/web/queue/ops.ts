import type { Priority, Status } from '../../contract/fields.ts'
import type { List } from '../../contract/lists.ts'
import type { Todo } from '../../contract/todos.ts'

/** The fields of a todo that a person writes. */
export interface TodoFields {
  list_id: string
  title: string
  description: string
  status: Status
  priority: Priority
  due_date: string | null
  time_zone: string | null
  recurrence: string | null
}
export const todo_fields = ['title', 'description', 'status', 'priority', 'due_date', 'time_zone', 'recurrence', 'list_id'] as const

/** Right after one (`null`: first). */
export interface Place {
  after_id?: string | null
}
export interface ListFields {
  name: string
  color: string
}

/** One thing that a person did, as it is kept until the server has it. Ids are made here, so each may be sent more than once. */
export type Act =
  | ({ kind: 'add_list'; id: string } & ListFields)
  | { kind: 'change_list'; id: string; version: number; change: Partial<ListFields> & Place; before: Partial<ListFields> }
  | { kind: 'remove_list'; id: string; version: number; name: string }
  | { kind: 'restore_list'; id: string }
  | { kind: 'add_todo'; id: string; fields: Partial<TodoFields> & Pick<TodoFields, 'list_id' | 'title'> & Place }
  /** `before` holds what the changed fields were, to tell what somebody else has changed meanwhile. */
  | { kind: 'change_todo'; id: string; version: number; change: Partial<TodoFields> & Place; before: Partial<TodoFields>; title: string }
  | { kind: 'remove_todo'; id: string; version: number; title: string }
  | { kind: 'restore_todo'; id: string }
  | ({ kind: 'bulk'; todos: { id: string; version: number }[] } & BulkChange)

export type BulkChange =
  | { action: 'status'; status: Status }
  | { action: 'priority'; priority: Priority }
  | { action: 'move'; list_id: string }
  | { action: 'delete' }
  | { action: 'restore' }

/** Why an act waits for its person: the server refused it, or somebody else changed the same. */
export type Trouble = { kind: 'refused'; message: string } | { kind: 'gone' } | { kind: 'conflict'; current: Todo } | { kind: 'list_conflict'; current: List }

export interface Op {
  /** Made with the time, so ids are the order. */
  id: string
  at: string
  act: Act
  trouble?: Trouble
}

/** Lists and todos that an act touches or goes by; what touches the same has to wait for it. */
export function touched(act: Act): string[] {
  const place = 'change' in act ? act.change.after_id : 'fields' in act ? act.fields.after_id : undefined
  const list =
    'fields' in act ? act.fields.list_id : act.kind === 'change_todo' ? act.change.list_id : act.kind === 'bulk' && 'list_id' in act ? act.list_id : undefined
  const own = act.kind === 'bulk' ? act.todos.map(({ id }) => id) : [act.id]
  return [...own, ...[place, list].filter((id) => typeof id === 'string')]
}

export const todosOfAct = (act: Act): string[] => {
  if (act.kind === 'bulk') return act.todos.map(({ id }) => id)
  return act.kind.endsWith('_todo') ? [act.id] : []
}
