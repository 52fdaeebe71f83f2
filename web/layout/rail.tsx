import CircleUser from 'lucide-react/icons/circle-user'
import Search from 'lucide-react/icons/search'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import { useSession } from '../session.ts'
import { classes } from '../ui/classes.ts'
import { Mark } from '../ui/mark.tsx'
import { useShellT } from '../words.ts'
import { type Entry, useAccountPages, useBar, useEntries } from './entries.ts'
import { SearchWay } from './search-way.tsx'

/** The slim rail of large screens. */
export function Rail() {
  const t = useShellT()
  const entries = useEntries()
  return (
    <nav aria-label={t('nav.main')} className="fixed inset-y-0 start-0 z-30 hidden w-20 border-e border-line bg-paper px-1.5 md:block">
      <Link to="/" aria-label={t('site')} className="grid h-14 w-full place-items-center text-neel hover:text-neel-strong">
        <Mark className="size-8" />
      </Link>
      <ul className="mt-2 grid gap-1">
        {entries.map((entry) => (
          <li key={entry.to}>
            <RailLink
              {...entry}
              size="size-5.5"
              className={classes(
                'grid min-h-15 place-items-center content-center gap-1 rounded-md text-13 transition-colors',
                entry.active ? 'bg-neel-soft font-semibold text-neel-strong' : 'text-ink-2 hover:bg-sunk hover:text-ink',
              )}
            />
          </li>
        ))}
      </ul>
    </nav>
  )
}

function RailLink({ to, label, icon: Icon, active, count, className, size }: Entry & { className: string; size: string }) {
  const { pathname } = useLocation()
  return (
    <Link to={to} aria-current={active ? (pathname === to ? 'page' : 'true') : undefined} className={className}>
      <span className="relative">
        <Icon className={size} />
        <Count of={count} />
      </span>
      {label}
    </Link>
  )
}

/** The bottom bar of phones: where the thumb is. */
export function BottomBar({ onSearch }: { onSearch: () => void }) {
  const t = useShellT()
  const { shown, search, account: has_account } = useBar()
  const account = useAccountPages()
  const { user } = useSession()
  const { pathname } = useLocation()
  const at_account = account !== undefined && Object.values(account).includes(pathname)
  return (
    <nav aria-label={t('nav.main')} className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-raised pb-[env(safe-area-inset-bottom)] md:hidden">
      <ul className="mx-auto flex max-w-md">
        {shown.map((entry) => (
          <BarItem key={entry.to} active={entry.active}>
            <RailLink {...entry} size="size-6" className={bar_link} />
          </BarItem>
        ))}
        {search && (
          <BarItem active={false}>
            <SearchWay onSearch={onSearch} className={bar_link}>
              <Search className="size-6" />
              {t('search.open')}
            </SearchWay>
          </BarItem>
        )}
        {has_account && account && (
          <BarItem active={at_account}>
            <Link to={user ? account.profile : account.sign_in} aria-current={at_account ? 'page' : undefined} className={bar_link}>
              <CircleUser className="size-6" />
              {user ? t('account.profile') : t('account.sign_in')}
            </Link>
          </BarItem>
        )}
      </ul>
    </nav>
  )
}

/** What is new behind an entry: the one marigold dot of the frame. */
function Count({ of }: { of: number }) {
  const t = useShellT()
  if (of === 0) return null
  return (
    <span className="arrive absolute start-3.5 -top-2 grid h-4.5 min-w-4.5 place-items-center rounded-full bg-genda px-1 text-[0.6875rem] font-semibold text-on-genda tabular-nums">
      <span aria-hidden="true">{of > 99 ? '99+' : of}</span>
      <span className="sr-only">{t('nav.new', { count: of })}</span>
    </span>
  )
}

const bar_link = 'grid min-h-14 w-full place-items-center content-center gap-0.5 text-13'

function BarItem({ active, children }: { active: boolean; children: ReactNode }) {
  return <li className={classes('flex-1', active ? 'font-semibold text-neel' : 'text-ink-2')}>{children}</li>
}
