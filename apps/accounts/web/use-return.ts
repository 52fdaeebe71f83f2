import { useEffect, useRef } from 'react'

/** Calls back when this tab comes to the front again: what is shown may have changed elsewhere meanwhile. */
export function useReturn(back: () => void) {
  const latest = useRef(back)
  useEffect(() => {
    latest.current = back
  })
  useEffect(() => {
    const onReturn = () => document.visibilityState === 'visible' && navigator.onLine && latest.current()
    window.addEventListener('focus', onReturn)
    document.addEventListener('visibilitychange', onReturn)
    return () => {
      window.removeEventListener('focus', onReturn)
      document.removeEventListener('visibilitychange', onReturn)
    }
  }, [])
}
