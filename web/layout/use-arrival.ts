import { useEffect, useRef } from 'react'
import { useLocation } from 'react-router'

/** After a navigation the focus goes where the eye goes: to the heading of the new page, or to the place in it that the address names. Changes of the query are no navigation. */
export function useArrival() {
  const { pathname, hash } = useLocation()
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    // A page that has led to the place that the address names has done it already.
    const at = document.activeElement?.id
    if (at && hash === `#${at}`) return
    const heading = document.querySelector<HTMLElement>('main h1') ?? document.getElementById('main')
    if (!heading) return
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
  }, [pathname, hash])
}
