import { keepPrivate, keptPrivate, onPrivateChange, privateKeys } from '#web/private-storage.ts'
import type { AppStore } from '#web/store.ts'
import { takeIn } from '../data/base.ts'
import type { Op } from './ops.ts'
import { Queue } from './queue.ts'
import { type Brought, sendAct } from './send.ts'

const none: readonly Op[] = []
let own: { user_id: string; queue: Queue; stop: () => void } | undefined

/** Where the browser knows locks, one tab at a time; elsewhere two may say the same, which the versions make harmless. */
const alone = (name: string) => async (work: () => Promise<void>) => {
  if ('locks' in navigator) await navigator.locks.request(name, work)
  else await work()
}

/** The queue of the signed-in person; of another one's nothing is sent. Call it in the browser only. */
export function queueOf(store: AppStore, user_id: string): Queue {
  if (own?.user_id === user_id) return own.queue
  own?.stop()
  const name = `tasks.queue.${user_id}`
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel(name) : undefined
  // Other tabs of this browser see an answer with the end of its wait, not a moment later by the news.
  tabs?.addEventListener('message', ({ data }: MessageEvent<Brought>) => void takeIn(store, user_id, data))
  const take = (brought: Brought) => {
    void takeIn(store, user_id, brought)
    tabs?.postMessage(brought)
  }
  const queue = new Queue(user_id, {
    keep: { keys: privateKeys, get: keptPrivate, set: keepPrivate },
    send: (act) => sendAct(store, act, take),
    alone: alone(name),
  })
  const wake = () => {
    if (document.visibilityState !== 'visible') return
    queue.wake()
    queue.flush()
  }
  const stopHearing = onPrivateChange(name, () => queue.reread())
  addEventListener('online', wake)
  document.addEventListener('visibilitychange', wake)
  const stop = () => {
    stopHearing()
    queue.close()
    tabs?.close()
    removeEventListener('online', wake)
    document.removeEventListener('visibilitychange', wake)
  }
  own = { user_id, queue, stop }
  return queue
}

/** Somebody signed out: nothing of theirs goes on its way any more. */
export function closeQueue(): void {
  own?.stop()
  own = undefined
}

export const noOps = () => none
