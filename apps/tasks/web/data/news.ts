import { currentUser } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { List } from '../../contract/lists.ts'
import type { Todo } from '../../contract/todos.ts'
import { doubtViews, takeIn, takeOut, tasksIn } from './base.ts'
import { loadLists } from './load.ts'

type Hear = (store: AppStore, data: unknown, me: string) => void

const listNews: Hear = (store, data, me) => void takeIn(store, me, { lists: [data as List] })
const todoNews: Hear = (store, data, me) => void takeIn(store, me, { todos: [data as Todo] })

/** Hears of the imports that this person has under way, whichever tab began them. */
export const imports = new EventTarget()

/** What live news change in what this tab has. */
export const hear: Record<string, Hear> = {
  'tasks.list_added': listNews,
  'tasks.list_changed': listNews,
  'tasks.list_removed': (store, data, me) => void takeIn(store, me, { removed_list: (data as { id: string }).id }),
  'tasks.list_restored': (store, data, me) => {
    listNews(store, data, me)
    void readAgain(store, me)
  },
  'tasks.todo_added': todoNews,
  'tasks.todo_changed': todoNews,
  'tasks.todo_removed': (store, data, me) => void takeOut(store, me, data as { id: string; version: number }),
  // Its version is above the one it left at.
  'tasks.todo_restored': todoNews,
  'tasks.many_changed': (store, _, me) => void readAgain(store, me),
  'tasks.import_moved': (_, data) => void imports.dispatchEvent(new CustomEvent('moved', { detail: data })),
}

/** Reads the lists anew, and lets the pages that are open read theirs. Without an answer all stays as it is: with the next line this is asked for again. */
export async function readAgain(store: AppStore, me: string): Promise<void> {
  if (!tasksIn(store, me).known) return
  await Promise.all([doubtViews(store, me), loadLists(store, me).catch(() => {})])
}

export function hearAgain(store: AppStore): void {
  const me = currentUser(store)
  if (me) void readAgain(store, me.id)
}
