import { z } from 'zod'
import { liveEvent } from '#contract/event.ts'
import { List } from './lists.ts'
import { Todo } from './todos.ts'

/** News to the owner: each carries the whole row, so that tabs patch what they show. */
export const listAdded = liveEvent('tasks.list_added', List)
/** Also when its counts have changed. */
export const listChanged = liveEvent('tasks.list_changed', List)
/** Into the trash or out of existence; its todos went with it. */
export const listRemoved = liveEvent('tasks.list_removed', z.object({ id: z.uuid() }))
/** Out of the trash, with todos: read the list's todos anew. */
export const listRestored = liveEvent('tasks.list_restored', List)
export const todoAdded = liveEvent('tasks.todo_added', Todo)
export const todoChanged = liveEvent('tasks.todo_changed', Todo)
/** Into the trash (then it can be restored) or out of existence. */
export const todoRemoved = liveEvent('tasks.todo_removed', z.object({ id: z.uuid(), list_id: z.uuid(), version: z.int() }))
export const todoRestored = liveEvent('tasks.todo_restored', Todo)
/** More than `told_singly` todos at once, by bulk or import: read these lists' todos anew. */
export const manyChanged = liveEvent('tasks.many_changed', z.object({ list_ids: z.array(z.uuid()) }))
/** How far an import is that its caller has given a name: rows looked at, of all. */
export const importMoved = liveEvent('tasks.import_moved', z.object({ run: z.uuid(), done: z.int(), all: z.int() }))
export const told_singly = 50
export const events = [listAdded, listChanged, listRemoved, listRestored, todoAdded, todoChanged, todoRemoved, todoRestored, manyChanged, importMoved]
