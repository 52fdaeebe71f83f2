import { keepRecord, keptRecord } from '#web/private-records.ts'
import { currentUser } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { changeTasks, tasksIn } from './base.ts'
import { stale, type Tasks } from './state.ts'

const key = 'tasks'
const pause_ms = 800

/** What was kept at the last visit, to be shown while the server is asked; false where there is nothing. */
export async function restore(store: AppStore, user_id: string): Promise<boolean> {
  const kept = await keptRecord<Tasks>(user_id, key)
  // An answer may have been faster.
  if (!kept?.known || tasksIn(store, user_id).known) return tasksIn(store, user_id).known
  await changeTasks(store, user_id, () => kept)
  return true
}

/** Keeps what is here whenever it has changed, until it is ended. */
export function keepTasks(store: AppStore, user_id: string): () => void {
  let last = tasksIn(store, user_id)
  let timer: ReturnType<typeof setTimeout> | undefined
  const put = () => {
    clearTimeout(timer)
    timer = undefined
    if (currentUser(store)?.id === user_id) void keepRecord(user_id, key, forLater(tasksIn(store, user_id)))
  }
  const stop = store.subscribe(() => {
    const now = tasksIn(store, user_id)
    if (now === last || !now.known) return
    last = now
    timer ??= setTimeout(put, pause_ms)
  })
  const onHide = () => document.visibilityState === 'hidden' && timer !== undefined && put()
  document.addEventListener('visibilitychange', onHide)
  return () => {
    stop()
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', onHide)
  }
}

/** The next visit reads all of it anew; searches are not worth the room. */
const forLater = (tasks: Tasks): Tasks => ({
  ...tasks,
  views: Object.fromEntries(
    Object.entries(tasks.views).flatMap(([name, coverage]) => (name.startsWith('search:') ? [] : [[name, { ...coverage, asked: stale }]])),
  ),
})
