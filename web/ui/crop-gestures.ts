import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import { type Crop, moved, type Shape, zoomed } from './crop.ts'

type Change = (next: (crop: Crop) => Crop) => void
interface Point {
  x: number
  y: number
}

const key_step = 0.04
const key_factor = 1.1
const wheel_speed = 0.0016

/** Dragging, pinching, the wheel and keys on the canvas, all as changes of the crop. */
export function useCropGestures(canvas: RefObject<HTMLCanvasElement | null>, shape: Shape, change: Change) {
  const pointers = useRef(new Map<number, Point>())
  const place = (event: { clientX: number; clientY: number }): Point => {
    const { left, top, width, height } = canvas.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1)
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height }
  }
  useWheel(canvas, (event) => change((crop) => zoomed(crop, shape, Math.exp(-event.deltaY * wheel_speed), place(event))))
  const onPointerDown = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    pointers.current.set(event.pointerId, place(event))
  }
  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>) => {
    const before = pointers.current.get(event.pointerId)
    if (!before) return
    const now = place(event)
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1]
    pointers.current.set(event.pointerId, now)
    // Two fingers move the picture by half of what each of them moves, and bring it nearer by how they part.
    const share = other ? 0.5 : 1
    change((crop) => {
      const next = moved(crop, shape, (now.x - before.x) * share, (now.y - before.y) * share)
      return other ? zoomed(next, shape, apart(now, other) / apart(before, other), between(now, other)) : next
    })
  }
  const onPointerUp = (event: PointerEvent<HTMLCanvasElement>) => void pointers.current.delete(event.pointerId)
  const onKeyDown = (event: KeyboardEvent<HTMLCanvasElement>) => {
    const next = byKey(event.key, event.shiftKey ? key_step / 4 : key_step, shape)
    if (!next) return
    event.preventDefault()
    change(next)
  }
  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp, onKeyDown }
}

const apart = (a: Point, b: Point) => Math.max(0.01, Math.hypot(a.x - b.x, a.y - b.y))
const between = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })

/** What a key does to the crop. */
export function byKey(key: string, step: number, shape: Shape): ((crop: Crop) => Crop) | undefined {
  if (key === 'ArrowLeft') return (crop) => moved(crop, shape, step, 0)
  if (key === 'ArrowRight') return (crop) => moved(crop, shape, -step, 0)
  if (key === 'ArrowUp') return (crop) => moved(crop, shape, 0, step)
  if (key === 'ArrowDown') return (crop) => moved(crop, shape, 0, -step)
  if (key === '+' || key === '=') return (crop) => zoomed(crop, shape, key_factor)
  if (key === '-') return (crop) => zoomed(crop, shape, 1 / key_factor)
  return undefined
}

/** React's own wheel handlers are passive and could not keep the page from scrolling. */
function useWheel(canvas: RefObject<HTMLCanvasElement | null>, turn: (event: WheelEvent) => void) {
  const latest = useRef(turn)
  useEffect(() => {
    latest.current = turn
  })
  useEffect(() => {
    const target = canvas.current
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      latest.current(event)
    }
    target?.addEventListener('wheel', onWheel, { passive: false })
    return () => target?.removeEventListener('wheel', onWheel)
  }, [canvas])
}
