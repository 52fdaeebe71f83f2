import { useEffect } from 'react'

const first_pause_ms = 1000
const longest_pause_ms = 15_000

/** Looks again and again while something is being made, with growing pauses and only while somebody sees the page. */
export function useWatching(active: boolean, look: () => unknown) {
  useEffect(() => {
    if (!active) return
    let pause = first_pause_ms
    let timer = setTimeout(turn, pause)
    function turn() {
      if (document.visibilityState === 'visible') look()
      pause = Math.min(pause * 1.5, longest_pause_ms)
      timer = setTimeout(turn, pause)
    }
    return () => clearTimeout(timer)
  }, [active, look])
}
