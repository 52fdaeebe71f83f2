import { currentUser } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { tasksApi } from './api.ts'
import { closeQueue, queueOf } from './queue/own-queue.ts'

/** On every page of the signed-in: what waits is sent. Gives its end. */
export function attend(store: AppStore): () => void {
  const user = currentUser(store)
  if (!user) return () => {}
  const kept = store.dispatch(tasksApi.endpoints.tasks.initiate(user.id))
  queueOf(store, user.id).flush()
  return () => {
    kept.unsubscribe()
    closeQueue()
  }
}
