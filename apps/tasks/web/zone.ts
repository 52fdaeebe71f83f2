import { useEffect, useState } from 'react'
import { useZone } from '#web/zone.ts'
import type { Clock } from './data/clock.ts'

const minute_ms = 60_000

/** The present minute where the reader is; the first render goes by the server's, so that the browser can take it over. */
export function useClock(first: string): Clock {
  const zone = useZone()
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
