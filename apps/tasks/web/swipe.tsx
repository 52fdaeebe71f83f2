import CalendarClock from 'lucide-react/icons/calendar-clock'
import Trash2 from 'lucide-react/icons/trash-2'
import { type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { classes } from '#web/ui/classes.ts'
import type { Todo } from '../contract/todos.ts'
import { presetDue } from './due.ts'
import { useT } from './page-words.ts'
import { useTasks } from './use-tasks.tsx'

/** So far a finger moves before it means something. */
const slop = 12
const far = 88
/** As wide as the two buttons. */
const shown = 176

/** On touch screens: to the right it is done, to the left two buttons come out. The row's menu does the same for everybody else. */
export function Swipe({ todo, enabled, children }: { todo: Todo; enabled: boolean; children: ReactNode }) {
  const t = useT()
  const { act, clock } = useTasks()
  const layer = useRef<HTMLDivElement>(null)
  const from = useRef<{ x: number; y: number; moving: boolean }>(undefined)
  const [open, setOpen] = useState(false)
  const [side, setSide] = useState<'done' | 'more'>()
  const place = (x: number, quick = false) => {
    const { current } = layer
    if (!current) return
    current.style.transition = quick ? 'none' : ''
    current.style.translate = x === 0 ? '' : `${x}px 0`
  }
  const close = () => {
    setOpen(false)
    place(0)
    setSide(undefined)
  }
  const onPointerDown = ({ pointerType, clientX: x, clientY: y }: PointerEvent) => {
    if (enabled && pointerType === 'touch') from.current = { x, y, moving: false }
  }
  const onPointerMove = (event: PointerEvent) => {
    const start = from.current
    if (!start) return
    const [dx, dy] = [event.clientX - start.x, event.clientY - start.y]
    if (!start.moving) {
      if (Math.abs(dx) < slop || Math.abs(dx) < Math.abs(dy)) return
      start.moving = true
      layer.current?.setPointerCapture(event.pointerId)
    }
    const x = dx - (open ? shown : 0)
    setSide(x > 0 ? 'done' : 'more')
    place(Math.max(-shown * 1.1, Math.min(x, far * 1.6)), true)
  }
  const onPointerUp = (event: PointerEvent) => {
    const start = from.current
    from.current = undefined
    if (!start?.moving) return
    const x = event.clientX - start.x - (open ? shown : 0)
    if (x > far) {
      close()
      act.setStatus([todo], 'done')
    } else if (x < -far) {
      setOpen(true)
      place(-shown)
    } else close()
  }
  return (
    <div className="relative overflow-hidden rounded-md">
      {side === 'done' && <div className="absolute inset-y-0 start-0 flex w-40 items-center bg-tulsi px-4 font-[550] text-paper">{t('status.done')}</div>}
      {side === 'more' && (
        <div className="absolute inset-y-0 end-0 flex" inert={!open}>
          <button
            type="button"
            className="grid w-22 place-items-center content-center gap-0.5 bg-neel text-13 text-on-neel"
            onClick={() => {
              act.setDue([todo], presetDue('tomorrow', clock))
              close()
            }}
          >
            <CalendarClock className="size-5" />
            {t('due.tomorrow')}
          </button>
          <button
            type="button"
            className="grid w-22 place-items-center content-center gap-0.5 bg-sindoor text-13 text-paper"
            onClick={() => {
              act.remove([todo])
              close()
            }}
          >
            <Trash2 className="size-5" />
            {t('todo.remove')}
          </button>
        </div>
      )}
      <div
        ref={layer}
        className={classes('relative flex touch-pan-y items-center gap-1 transition-[translate] duration-150 md:ps-3', side !== undefined && 'bg-paper')}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => {
          from.current = undefined
          close()
        }}
        onClickCapture={(event) => {
          if (!open) return
          event.preventDefault()
          event.stopPropagation()
          close()
        }}
      >
        {children}
      </div>
    </div>
  )
}
