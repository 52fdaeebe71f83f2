import { newId } from '#contract/ids.ts'
import type { AppStore } from '#web/store.ts'
import { toast } from '#web/ui/toast.ts'
import { most, type Priority, type Status } from '../contract/fields.ts'
import type { List } from '../contract/lists.ts'
import type { Todo } from '../contract/todos.ts'
import { tasksIn } from './data/base.ts'
import type { T } from './page-words.ts'
import type { Act, BulkChange, ListFields, Op, Place, TodoFields } from './queue/ops.ts'
import { queueOf } from './queue/own-queue.ts'

type NewTodo = Partial<TodoFields> & Pick<TodoFields, 'list_id' | 'title'> & Place
type Seen = Pick<Todo, 'id' | 'version'>

/** What a person does with lists and todos: it shows at once, goes out by the queue, and says how to take it back where that matters. */
export class Actions {
  readonly #store: AppStore
  readonly #user_id: string
  readonly #t: T

  constructor(store: AppStore, user_id: string, t: T) {
    this.#store = store
    this.#user_id = user_id
    this.#t = t
  }

  #do(...acts: Act[]): void {
    queueOf(this.#store, this.#user_id).add(...acts)
  }

  addList({ name, color }: ListFields): string {
    const id = newId()
    this.#do({ kind: 'add_list', id, name, color })
    return id
  }

  changeList(list: List, change: Partial<ListFields> & Place): void {
    const { after_id: _, ...fields } = change
    const before = Object.fromEntries(Object.keys(fields).map((name) => [name, list[name as keyof ListFields]])) as Partial<ListFields>
    this.#do({ kind: 'change_list', id: list.id, version: list.version, change, before })
  }

  removeList({ id, name, version }: Pick<List, 'id' | 'name' | 'version'>): void {
    this.#do({ kind: 'remove_list', id, name, version })
    toast({ text: this.#t('done.list_removed', { name }), undo: () => this.#do({ kind: 'restore_list', id }) })
  }

  addTodo(fields: NewTodo): string {
    const id = newId()
    this.#do({ kind: 'add_todo', id, fields })
    return id
  }

  /** Gives what takes it back. */
  changeTodo(todo: Todo, change: Partial<TodoFields> & Place): () => void {
    const { id, title } = todo
    const { after_id: _, ...fields } = change
    const before = Object.fromEntries(Object.keys(fields).map((name) => [name, todo[name as keyof TodoFields]])) as Partial<TodoFields>
    this.#do({ kind: 'change_todo', id, version: this.#seenVersion(todo, before), change, before, title })
    return () => {
      if (Object.keys(before).length > 0) this.#do({ kind: 'change_todo', id, version: this.#versionOf(todo), change: before, before: fields, title })
    }
  }

  /** One or many; those that are so already are left alone. */
  setStatus(todos: readonly Todo[], status: Status): void {
    const changed = todos.filter((todo) => todo.status !== status)
    const [only] = changed
    if (!only) return
    const text = this.#t(status === 'done' ? 'done.done' : 'done.changed', { count: changed.length, title: only.title })
    if (changed.length === 1) toast({ text, undo: this.changeTodo(only, { status }) })
    else {
      this.#bulk(changed, { action: 'status', status })
      toast({ text, undo: () => this.#back(changed, 'status') })
    }
  }

  setPriority(todos: readonly Todo[], priority: Priority): void {
    const changed = todos.filter((todo) => todo.priority !== priority)
    const [only] = changed
    if (!only) return
    if (changed.length === 1) this.changeTodo(only, { priority })
    else {
      this.#bulk(changed, { action: 'priority', priority })
      toast({ text: this.#t('done.changed', { count: changed.length }), undo: () => this.#back(changed, 'priority') })
    }
  }

  /** Each is due then; one act each, since the server has no such act for many. */
  setDue(todos: readonly Todo[], due: Pick<TodoFields, 'due_date' | 'time_zone'>): void {
    // A rule has nothing to repeat without a date.
    const changed = todos.filter((todo) => todo.due_date !== due.due_date)
    const backs = changed.map((todo) => this.changeTodo(todo, due.due_date === null ? { ...due, recurrence: null } : due))
    if (changed.length === 0) return
    const undo = () => {
      for (const back of backs) back()
    }
    toast({ text: this.#t('done.scheduled', { count: changed.length }), undo })
  }

  move(todos: readonly Todo[], list: Pick<List, 'id' | 'name'>): void {
    const changed = todos.filter((todo) => todo.list_id !== list.id)
    const [only] = changed
    if (!only) return
    const text = this.#t('done.moved', { count: changed.length, list: list.name })
    if (changed.length === 1) toast({ text, undo: this.changeTodo(only, { list_id: list.id }) })
    else {
      this.#bulk(changed, { action: 'move', list_id: list.id })
      toast({ text, undo: () => this.#back(changed, 'list_id') })
    }
  }

  remove(todos: readonly Todo[]): void {
    const [only] = todos
    if (!only) return
    const text = this.#t('done.removed', { count: todos.length, title: only.title })
    if (todos.length === 1) {
      const { id, version, title } = only
      this.#do({ kind: 'remove_todo', id, version, title })
      toast({ text, undo: () => this.#do({ kind: 'restore_todo', id }) })
    } else {
      this.#bulk(todos, { action: 'delete' })
      toast({ text, undo: () => this.#bulk(todos, { action: 'restore' }) })
    }
  }

  /** The answer to an act that the server did not take: another one in its place, or none. */
  settle(op_id: string, act: Act | undefined): void {
    queueOf(this.#store, this.#user_id).settle(op_id, act)
  }

  /** One that was deleted elsewhere comes back, with what was changed here. */
  bringBack(op_id: string, mine: Extract<Act, { kind: 'change_todo' }>, current: Todo): void {
    this.settle(op_id, { kind: 'restore_todo', id: current.id })
    // Restoring counts one further.
    const { after_id: _, ...change } = mine.change
    this.#do({ ...mine, change, version: current.version + 1 })
  }

  /** One that is gone for good is made as a new one, with what is known of it here. */
  makeAnew(op: Op): void {
    const { act } = op
    if (act.kind !== 'change_todo') return
    const { after_id: _, ...change } = act.change
    const list_id = change.list_id ?? Object.keys(tasksIn(this.#store, this.#user_id).lists)[0]
    if (list_id === undefined) return
    this.settle(op.id, { kind: 'add_todo', id: newId(), fields: { title: act.title, ...change, list_id } })
  }

  #bulk(todos: readonly Seen[], change: BulkChange): void {
    for (let at = 0; at < todos.length; at += most.bulk) {
      const part = todos.slice(at, at + most.bulk).map((todo) => ({ id: todo.id, version: this.#versionOf(todo) }))
      this.#do({ kind: 'bulk', todos: part, ...change })
    }
  }

  /** As seen, unless nothing that is changed has changed since: then it is as good as seen now, and needs no second saying. */
  #seenVersion({ id, version }: Seen, before: Partial<TodoFields>): number {
    const now = tasksIn(this.#store, this.#user_id).todos[id]
    return now && Object.entries(before).every(([name, value]) => now[name as keyof TodoFields] === value) ? now.version : version
  }

  /** By now; a todo that has left is one version further than when it was seen. */
  #versionOf({ id, version }: Seen): number {
    return tasksIn(this.#store, this.#user_id).todos[id]?.version ?? version + 1
  }

  /** Back to what each of them was, by as few acts as there were different values. */
  #back(todos: readonly Todo[], field: 'status' | 'priority' | 'list_id'): void {
    for (const [value, group] of Map.groupBy(todos, (todo) => todo[field])) {
      if (field === 'status') this.#bulk(group, { action: 'status', status: value as Status })
      else if (field === 'priority') this.#bulk(group, { action: 'priority', priority: value as Priority })
      else this.#bulk(group, { action: 'move', list_id: value })
    }
  }
}
