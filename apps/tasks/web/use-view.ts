import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'react-redux'
import type { AppStore } from '#web/store.ts'
import type { Todo } from '../contract/todos.ts'
import { isHere, itemsOf, loadMore, loadView } from './data/load.ts'
import { useTasks } from './use-tasks.tsx'

export interface Viewed {
  items: Todo[]
  /** Its beginning has been read. */
  here: boolean
  /** There is more than is here. */
  more: boolean
  failed: boolean
  loadMore: () => void
  again: () => void
}

/** A view of what is here, read on where that is not enough. */
export function useView(key: string): Viewed {
  const store = useStore() as AppStore
  const { tasks, user_id, clock, waiting } = useTasks()
  const [failed, setFailed] = useState<string>()
  const busy = useRef<string>(undefined)
  // A list that waits to be sent has nothing on the server: all of it is here.
  const unsent = waiting.get(key.split(':')[1] ?? '')?.op.act.kind === 'add_list'
  const here = unsent || key in tasks.views
  const fresh = unsent || isHere(tasks, key, clock)
  const { now, zone } = clock
  const read = useCallback(
    async (how: typeof loadView) => {
      if (busy.current === key) return
      busy.current = key
      await how(store, user_id, key, { now, zone }).then(
        () => setFailed(undefined),
        () => setFailed(key),
      )
      if (busy.current === key) busy.current = undefined
    },
    [store, user_id, key, now, zone],
  )
  useEffect(() => {
    if (fresh) return
    const ask = () => void read(loadView)
    ask()
    addEventListener('online', ask)
    return () => removeEventListener('online', ask)
  }, [fresh, read])
  const items = useMemo(() => itemsOf(tasks, key, { now, zone }), [tasks, key, now, zone])
  const more = tasks.views[key]?.next != null
  return {
    items,
    here,
    more,
    // What is here can be looked at, whether or not it could be read anew.
    failed: failed === key && (!here || (fresh && more)),
    loadMore: useCallback(() => void read(loadMore), [read]),
    again: useCallback(() => void read(here ? loadMore : loadView), [read, here]),
  }
}
