import { useCallback, useEffect, useState } from 'react'
import { useStore } from 'react-redux'
import type { AppStore } from '#web/store.ts'
import { loadLists } from '../data/load.ts'
import { useTasks } from '../use-tasks.tsx'

/** Outside of the pages of tasks nobody has read the lists yet. */
export function useKnownLists() {
  const store = useStore() as AppStore
  const { tasks, user_id } = useTasks()
  const [failed, setFailed] = useState(false)
  const again = useCallback(() => {
    setFailed(false)
    loadLists(store, user_id).catch(() => setFailed(true))
  }, [store, user_id])
  useEffect(() => {
    if (!tasks.known) again()
  }, [tasks.known, again])
  return { known: tasks.known, failed: failed && !tasks.known, loading: !failed && !tasks.known, again }
}
