import { useSyncExternalStore } from 'react'

type Counts = Readonly<Record<string, number>>
const none: Counts = {}
let counts = none
const listeners = new Set<() => void>()

/** Says how much is new in an app; shown at its entries of the frame. Call it in the browser only. */
export function setCount(app: string, count: number): void {
  if ((counts[app] ?? 0) === count) return
  counts = { ...counts, [app]: count }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useCounts = (): Counts =>
  useSyncExternalStore(
    subscribe,
    () => counts,
    () => none,
  )
