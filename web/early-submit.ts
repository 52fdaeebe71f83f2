import { useEffect, useRef } from 'react'

/**
 * Sends a form that somebody sent before the app was there: the starter (`boot.ts`) holds forms marked `data-app` and says so on them. `ready` tells
 * whether the form has taken over what was typed meanwhile.
 */
export function useEarlySubmit(ready: () => boolean = () => true) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const held = form.current
    if (held?.dataset['app'] !== 'submitted' || !ready()) return
    held.dataset['app'] = ''
    held.requestSubmit()
  })
  return form
}
