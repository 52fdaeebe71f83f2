import { type PointerEvent, useEffect, useRef, useState } from 'react'

/** Where a dragged row would go: right before or after one of the others. */
export interface Drop {
  id: string
  side: 'before' | 'after'
}

const edge = 56

/**
 * Drags rows marked `data-drag` within `data-drags` by a pointer; `move` hears behind which row (`null`: first) it was dropped. Keys and
 * menus do the same in other ways.
 */
export function useReorder(move: (id: string, after_id: string | null) => void) {
  const [dragged, setDragged] = useState<string>()
  const [drop, setDrop] = useState<Drop>()
  const at = useRef<Drop>(undefined)
  const stop = useRef(() => {})
  useEffect(() => () => stop.current(), [])
  const onGrip = (event: PointerEvent<HTMLElement>) => {
    const row = event.currentTarget.closest<HTMLElement>('[data-drag]')
    const all = row?.closest<HTMLElement>('[data-drags]')
    const id = row?.dataset['drag']
    if (!row || !all || !id || event.button !== 0) return
    event.preventDefault()
    const scroller = all.closest<HTMLElement>('[data-scroll]')
    setDragged(id)
    const onMove = ({ clientY }: globalThis.PointerEvent) => {
      const bounds = scroller?.getBoundingClientRect()
      if (scroller && bounds && clientY < bounds.top + edge) scroller.scrollBy(0, -12)
      if (scroller && bounds && clientY > bounds.bottom - edge) scroller.scrollBy(0, 12)
      at.current = dropAt(all, clientY)
      setDrop(at.current)
    }
    const end = (taken: boolean) => {
      stop.current()
      setDragged(undefined)
      setDrop(undefined)
      const to = at.current
      at.current = undefined
      if (!taken || !to || to.id === id) return
      const ids = rowsIn(all).flatMap((one) => one.dataset['drag'] ?? [])
      const after = to.side === 'after' ? to.id : (ids[ids.indexOf(to.id) - 1] ?? null)
      if (after !== id) move(id, after)
    }
    const onUp = () => end(true)
    const onKey = (key: KeyboardEvent) => key.key === 'Escape' && end(false)
    const onCancel = () => end(false)
    addEventListener('pointermove', onMove)
    addEventListener('pointerup', onUp)
    addEventListener('pointercancel', onCancel)
    addEventListener('keydown', onKey)
    stop.current = () => {
      removeEventListener('pointermove', onMove)
      removeEventListener('pointerup', onUp)
      removeEventListener('pointercancel', onCancel)
      removeEventListener('keydown', onKey)
    }
  }
  return { onGrip, dragged, drop }
}

const rowsIn = (all: HTMLElement) => [...all.querySelectorAll<HTMLElement>('[data-drag]')]

function dropAt(all: HTMLElement, y: number): Drop | undefined {
  const rows = rowsIn(all)
  const over = rows.find((row) => y < row.getBoundingClientRect().bottom) ?? rows.at(-1)
  const id = over?.dataset['drag']
  if (!over || !id) return undefined
  const { top, height } = over.getBoundingClientRect()
  return { id, side: y < top + height / 2 ? 'before' : 'after' }
}

/** The neighbour behind which a row goes that moves by one place; undefined where there is none. */
export function afterStep(ids: readonly string[], id: string, by: -1 | 1): string | null | undefined {
  const at = ids.indexOf(id)
  if (at < 0 || at + by < 0 || at + by >= ids.length) return undefined
  return by > 0 ? ids[at + 1] : (ids[at - 2] ?? null)
}
