import { useEffect, useId, useState } from 'react'

const isAt = (mark: string) => (history.state as { overlay?: string } | null)?.overlay === mark

/**
 * What is open over the page, as a place of its own in the browser's history: going back closes it and leaves the page where it is.
 * Gives what is open, and how to open and close it.
 */
export function useOverlay<T>(): [open: T | undefined, show: (what: T) => void, close: () => void] {
  const [open, setOpen] = useState<T>()
  const mark = useId()
  // Listens as long as the page does: the router renders while the event is on its way, and who begins to listen then does not hear it.
  useEffect(() => {
    const hear = () => {
      if (!isAt(mark)) setOpen(undefined)
    }
    addEventListener('popstate', hear)
    return () => {
      removeEventListener('popstate', hear)
      if (isAt(mark)) history.back()
    }
  }, [mark])
  const show = (what: T) => {
    history.pushState({ ...history.state, overlay: mark }, '')
    setOpen(what)
  }
  const close = () => (isAt(mark) ? history.back() : setOpen(undefined))
  return [open, show, close]
}
