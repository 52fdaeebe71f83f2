import { forgetPerson, keepPerson, keptPerson } from '#web/kept-person.ts'
import { currentUser } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { tasksApi } from './api.ts'
import { forgetTasks, keepTasks } from './data/keep.ts'
import { closeQueue, queueOf } from './queue/own-queue.ts'

/** On every page of the signed-in: what waits is sent. Gives its end. */
export function attend(store: AppStore): () => void {
  const user = currentUser(store)
  if (!user) return () => {}
  const kept = store.dispatch(tasksApi.endpoints.tasks.initiate(user.id))
  keepPerson(user)
  const stopKeeping = keepTasks(store, user.id)
  queueOf(store, user.id).flush()
  return () => {
    stopKeeping()
    kept.unsubscribe()
    closeQueue()
    // Signing out here has forgotten everything already.
    if (currentUser(store) || !keptPerson()) return
    forgetPerson()
    void forgetTasks(user.id)
  }
}
