import type { LucideProps } from 'lucide-react'
import { type ComponentProps, type ComponentType, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react'
import { classes } from './classes.ts'

interface Props {
  label: string
  icon: ComponentType<LucideProps>
  /** Made when it opens. */
  children: () => ReactNode
  className?: string
  button?: ComponentProps<'button'> & { [data: `data-${string}`]: string | undefined }
}

const gap = 4

/** A button and what opens from it: beside it on large screens, as a sheet from below on phones. Choosing closes it. */
export function Menu({ label, icon: Icon, children, className, button }: Props) {
  const id = useId()
  const trigger = useRef<HTMLButtonElement>(null)
  const menu = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  useLayoutEffect(() => {
    if (!open || !menu.current || !trigger.current) return
    place(menu.current, trigger.current)
    menu.current.querySelector<HTMLElement>('button, a')?.focus()
  }, [open])
  return (
    <>
      <button
        {...button}
        ref={trigger}
        type="button"
        popoverTarget={id}
        aria-label={label}
        className={classes('grid size-11 shrink-0 place-items-center rounded-md text-ink-2 transition-colors hover:bg-sunk hover:text-ink', className)}
      >
        <Icon className="size-5" aria-hidden="true" />
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: choosing something in it by any means closes it. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above; links and buttons turn keys into clicks. */}
      <div
        ref={menu}
        id={id}
        popover="auto"
        className="menu float"
        onToggle={({ newState }) => setOpen(newState === 'open')}
        onClick={(event) => event.target instanceof Element && event.target.closest('a, button') && menu.current?.hidePopover()}
      >
        {open && children()}
      </div>
    </>
  )
}

/** Under its button, or above it where there is more room. */
function place(menu: HTMLElement, trigger: HTMLElement) {
  const { style } = menu
  if (!matchMedia('(width >= 52rem)').matches) {
    style.inset = ''
    return
  }
  const at = trigger.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = menu
  const left = Math.max(8, Math.min(innerWidth - width - 8, at.right - width))
  const below = at.bottom + gap + height < innerHeight
  style.inset = `${below ? at.bottom + gap : Math.max(8, at.top - gap - height)}px auto auto ${left}px`
}

export function MenuEntry({
  icon: Icon,
  children,
  onClick,
  danger = false,
}: Pick<Props, 'icon'> & { children: ReactNode; onClick: () => void; danger?: boolean }) {
  return (
    <button type="button" className={classes('menu-entry', danger && 'text-sindoor')} onClick={onClick}>
      <Icon className={classes('size-5', !danger && 'text-ink-2')} aria-hidden="true" />
      {children}
    </button>
  )
}
