import { keptPerson } from '#web/kept-person.ts'
import { forgetPrivateFile, keepPrivateRecord, keptPrivateRecord } from '#web/private-files.ts'
import { currentUser } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { changeTasks, tasksIn } from './base.ts'
import { stale, type Tasks } from './state.ts'

const keyOf = (user_id: string) => `tasks.${user_id}`
const pause_ms = 800

/** What was kept at the last visit, to be shown while the server is asked; false where there is nothing. */
export async function restore(store: AppStore, user_id: string): Promise<boolean> {
  const kept = await keptPrivateRecord<Tasks>(keyOf(user_id))
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
    // Signed out here, or in another tab, which this one may not have heard of yet: nothing may be written any more.
    const here = currentUser(store)?.id === user_id && keptPerson()?.id === user_id
    if (here) void keepPrivateRecord(keyOf(user_id), forLater(tasksIn(store, user_id)))
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

/** The session has ended elsewhere: what was seen does not stay. What was typed and what waits to be sent does, for their return. */
export const forgetTasks = (user_id: string) => forgetPrivateFile(keyOf(user_id))

/** The next visit reads all of it anew; searches are not worth the room. */
const forLater = (tasks: Tasks): Tasks => ({
  ...tasks,
  views: Object.fromEntries(
    Object.entries(tasks.views).flatMap(([name, coverage]) => (name.startsWith('search:') ? [] : [[name, { ...coverage, asked: stale }]])),
  ),
})
