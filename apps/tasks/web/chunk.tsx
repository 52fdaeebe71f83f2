import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'

/** So many rows are drawn or left out together. */
export const chunk_size = 40
const row_height = 52

/**
 * A part of a long list: drawn while it is near what is seen, else an empty space of its height. What has the focus or is edited stays.
 */
export function Chunk({ rows, first, held, children }: { rows: number; first: boolean; held: boolean; children: () => ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  const [near, setNear] = useState(first)
  const height = useRef(rows * row_height)
  useLayoutEffect(() => {
    const { current } = box
    if (!current) return
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry) return
        if (!entry.isIntersecting && current.firstElementChild) height.current = current.offsetHeight
        setNear(entry.isIntersecting || current.contains(document.activeElement))
      },
      { root: current.closest('[data-scroll]'), rootMargin: '1200px' },
    )
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  const drawn = near || held
  // Not as an attribute: the content security policy lets none stand in a page that the server rendered.
  useLayoutEffect(() => {
    if (box.current) box.current.style.height = drawn ? '' : `${height.current}px`
  }, [drawn])
  return <div ref={box}>{drawn && children()}</div>
}
