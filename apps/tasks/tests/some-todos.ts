import type { List } from '../contract/lists.ts'
import type { Todo } from '../contract/todos.ts'
import { no_tasks, type Tasks } from '../web/data/state.ts'

const at = '2026-11-01T00:00:00.000Z'

export const list = (id: string, more: Partial<List> = {}): List => ({
  ...{
    id,
    name: id,
    color: '#0f766e',
    position: 'a0',
    open_count: 0,
    todo_count: 0,
    has_feed: false,
    version: 1,
    created_at: at,
    updated_at: at,
    deleted_at: null,
  },
  ...more,
})

export const todo = (id: string, more: Partial<Todo> = {}): Todo => ({
  ...{ id, list_id: 'l', title: id, description: '', status: 'todo', priority: 'none', due_date: null, time_zone: null, recurrence: null, next_id: null },
  ...{ position: `a${id}`, version: 1, completed_at: null, created_at: at, updated_at: at, deleted_at: null },
  ...more,
})

export const tasksOf = (todos: Todo[], lists: List[] = [list('l', { open_count: todos.length, todo_count: todos.length })]): Tasks => ({
  ...{ ...no_tasks, known: true },
  lists: Object.fromEntries(lists.map((one) => [one.id, one])),
  todos: Object.fromEntries(todos.map((one) => [one.id, one])),
})
