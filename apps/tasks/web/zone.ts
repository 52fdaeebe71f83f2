import { useEffect, useState, useSyncExternalStore } from 'react'
import { type Clock, home_zone } from './data/clock.ts'

export const ownZone = (): string => (typeof window === 'undefined' ? home_zone : Intl.DateTimeFormat().resolvedOptions().timeZone || home_zone)

const never = () => () => {}
const minute_ms = 60_000

/** The present minute where the reader is; the first render goes by the server's, so that the browser can take it over. */
export function useClock(first: string): Clock {
  const zone = useSyncExternalStore(never, ownZone, () => home_zone)
  const [now, setNow] = useState(() => Date.parse(first))
  useEffect(() => {
    const tick = () => setNow(Date.now())
    tick()
    const timer = setInterval(tick, minute_ms)
    document.addEventListener('visibilitychange', tick)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
    }
  }, [])
  return { now, zone }
}
