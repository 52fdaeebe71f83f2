import type { ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import { classes } from '#web/ui/classes.ts'
import { useT } from './page-words.ts'

export function SideLink({ to, children, className, ...rest }: { to: string; children: ReactNode; className?: string; [data: `data-${string}`]: string }) {
  const here = useLocation().pathname.replace(/\/$/, '') === to
  return (
    <Link
      to={to}
      {...rest}
      aria-current={here ? 'page' : undefined}
      className={classes(
        'flex min-h-11 items-center gap-3 rounded-md px-3 py-1 transition-colors md:min-h-10',
        here ? 'bg-neel-soft font-[550] text-neel-strong' : 'hover:bg-sunk',
        className,
      )}
    >
      {children}
    </Link>
  )
}

export function Count({ of, more = false, urgent = false }: { of: number; more?: boolean; urgent?: boolean }) {
  const t = useT()
  return (
    <span className={classes('shrink-0 text-13 font-normal tabular-nums', urgent ? 'text-sindoor' : 'text-ink-2')}>
      <span aria-hidden="true">
        {of}
        {more && '+'}
      </span>
      <span className="sr-only">{t('lists.open', { count: of })}</span>
    </span>
  )
}
