import { pageError } from '#web/load.ts'
import type { AppStore } from '#web/store.ts'
import { ownZone } from '#web/zone.ts'
import { tasksIn } from './base.ts'
import { restore } from './keep.ts'
import { loadLists, loadView } from './load.ts'

const on_server = typeof window === 'undefined'

/**
 * For the route's loader: what the page at an address shows first. Once anything is here a page opens at once and reads on by itself
 * (`use-view.ts`), so that nobody waits for a network that may not be there.
 */
export async function open(store: AppStore, user_id: string, pathname: string, list_id: string | undefined, zone: string | undefined): Promise<void> {
  if (tasksIn(store, user_id).known) return
  if (!on_server && (await restore(store, user_id))) return
  await loadLists(store, user_id)
  // In the browser a list may be one that waits to be sent: its page decides.
  if (on_server && list_id !== undefined && !tasksIn(store, user_id).lists[list_id]) throw pageError(404)
  const key = list_id === undefined ? viewAt(pathname) : `list:${list_id}`
  if (key && tasksIn(store, user_id).known) await loadView(store, user_id, key, { now: Date.now(), zone: ownZone(zone) })
}

function viewAt(pathname: string): string | undefined {
  const last = pathname.replace(/\/$/, '').split('/').at(-1) ?? ''
  if (last === 'tasks') return 'today'
  return ['today', 'upcoming', 'overdue', 'done'].includes(last) ? last : undefined
}
