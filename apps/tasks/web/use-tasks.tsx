import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react'
import { useStore } from 'react-redux'
import type { AppStore } from '#web/store.ts'
import { Actions } from './actions.ts'
import { tasksApi } from './api.ts'
import type { Clock } from './data/clock.ts'
import { no_tasks } from './data/state.ts'
import { type T, useT } from './page-words.ts'
import { type Shown, shownOf } from './queue/overlay.ts'
import { noOps, queueOf } from './queue/own-queue.ts'
import { useClock } from './zone.ts'

interface Here extends Shown {
  user_id: string
  clock: Clock
  act: Actions
  t: T
}

const Context = createContext<Here | undefined>(undefined)
const nothing = () => () => {}

/** Gives all pages below it what they show and what they do. */
export function TasksProvider({ user_id, children }: { user_id: string; children: ReactNode }) {
  const t = useT()
  const store = useStore() as AppStore
  const { data = no_tasks } = tasksApi.endpoints.tasks.useQuery(user_id)
  const queue = typeof window === 'undefined' ? undefined : queueOf(store, user_id)
  const ops = useSyncExternalStore(queue?.subscribe ?? nothing, queue?.all ?? noOps, noOps)
  const shown = useMemo(() => shownOf(data, ops), [data, ops])
  const act = useMemo(() => new Actions(store, user_id, t), [store, user_id, t])
  const { now, zone } = useClock(data.at)
  const here = useMemo(() => ({ ...shown, user_id, act, t, clock: { now, zone } }), [shown, user_id, act, t, now, zone])
  return <Context value={here}>{children}</Context>
}

export function useTasks(): Here {
  const here = useContext(Context)
  if (!here) throw new Error('useTasks outside of the pages of tasks')
  return here
}
