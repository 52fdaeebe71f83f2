import LoaderCircle from 'lucide-react/icons/loader-circle'
import type { ComponentProps } from 'react'
import { Link } from 'react-router'
import { classes } from './classes.ts'

type Kind = 'main' | 'plain' | 'quiet'
interface Look {
  kind?: Kind
  small?: boolean
}
const kinds = { main: 'btn btn-main', plain: 'btn', quiet: 'btn btn-quiet' }
const look = ({ kind = 'plain', small = false }: Look, className?: string) => classes(kinds[kind], small && 'btn-sm', className)

/** While busy it stays focusable and says so, but does nothing: a dead button would lose the focus. */
export function Button({ kind, small, busy = false, className, children, onClick, ...rest }: ComponentProps<'button'> & Look & { busy?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      className={look({ ...(kind ? { kind } : {}), ...(small ? { small } : {}) }, className)}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
    >
      {busy && <LoaderCircle className="size-4 animate-spin" />}
      {children}
    </button>
  )
}

export function LinkButton({ kind, small, className, ...rest }: ComponentProps<typeof Link> & Look) {
  return <Link {...rest} className={look({ ...(kind ? { kind } : {}), ...(small ? { small } : {}) }, className)} />
}
