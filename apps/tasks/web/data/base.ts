import type { AppStore } from '#web/store.ts'
import { tasksApi } from '../api.ts'
import type { Brought } from '../queue/send.ts'
import { no_tasks, stale, type Tasks, withList, withoutList, withoutTodos, withTodos } from './state.ts'

const { endpoints, util } = tasksApi

/** When this tab heard of something by news or by an answer: a page that was asked for before may be older. */
const heard = new Map<string, number>()
/** The version at which a todo left, so that no old page brings it back. */
const left = new Map<string, number>()

export const heardSince = (id: string, time: number) => (heard.get(id) ?? Number.NEGATIVE_INFINITY) >= time
export const hasLeft = (id: string, version: number) => (left.get(id) ?? 0) >= version

/** How often all views were called stale: a page that was asked for before says nothing about after. */
let doubts = 0
export const doubtsSoFar = () => doubts

/** Everything is still shown, and read anew by the pages that show it. */
export function doubtViews(store: AppStore, user_id: string): Promise<void> {
  doubts++
  return changeTasks(store, user_id, (tasks) => ({
    ...tasks,
    views: Object.fromEntries(Object.entries(tasks.views).map(([key, coverage]) => [key, { ...coverage, asked: stale }])),
  }))
}

export const tasksIn = (store: AppStore, user_id: string): Tasks => endpoints.tasks.select(user_id)(store.getState()).data ?? no_tasks

/** Puts a new state in place of the one that is here. The recipe is given none of the drafts that make large records slow. */
export async function changeTasks(store: AppStore, user_id: string, change: (tasks: Tasks) => Tasks): Promise<void> {
  const { data } = endpoints.tasks.select(user_id)(store.getState())
  const next = change(data ?? no_tasks)
  if (data === undefined) await store.dispatch(util.upsertQueryData('tasks', user_id, next))
  else if (next !== data) store.dispatch(util.updateQueryData('tasks', user_id, () => next))
}

/** What an answer or another tab brought, which is as sure as news. */
export function takeIn(store: AppStore, user_id: string, { lists = [], todos = [], removed_list, removed_todos = [] }: Brought): Promise<void> {
  const now = performance.now()
  for (const { id } of [...lists, ...todos]) heard.set(id, now)
  for (const { id, version, deleted_at } of todos) if (deleted_at !== null) left.set(id, version)
  return changeTasks(store, user_id, (tasks) => {
    const known = lists.reduce(withList, tasks)
    const without = removed_list === undefined ? known : withoutList(known, removed_list)
    return withoutTodos(withTodos(without, todos), removed_todos)
  })
}

/** A todo has left, at this version. */
export function takeOut(store: AppStore, user_id: string, { id, version }: { id: string; version: number }): Promise<void> {
  heard.set(id, performance.now())
  left.set(id, version)
  return changeTasks(store, user_id, (tasks) => ((tasks.todos[id]?.version ?? 0) <= version ? withoutTodos(tasks, [id]) : tasks))
}
