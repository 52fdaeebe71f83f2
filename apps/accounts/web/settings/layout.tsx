import { useEffect, useRef } from 'react'
import { Link, Navigate, Outlet, useLocation } from 'react-router'
import { useSession } from '#web/session.ts'
import { classes } from '#web/ui/classes.ts'
import { settingsPages } from './pages.ts'
import { useT } from './words.ts'

const several = settingsPages.length > 1

/** The frame of one's own account: its pages beside each other on large screens, above each other on phones. */
export function SettingsLayout() {
  const { user } = useSession()
  // Only after signing out here: who comes as a visitor has been sent to sign in.
  if (!user) return <Navigate to="/" replace />
  return (
    <div data-app="" className={classes('page', several && 'lg:grid lg:grid-cols-[13rem_minmax(0,1fr)] lg:gap-12')}>
      {several && <SettingsNav />}
      <div className="min-w-0 max-w-[42rem]">
        <Outlet />
      </div>
    </div>
  )
}

function SettingsNav() {
  const t = useT()
  const here = useLocation().pathname.replace(/\/$/, '')
  const nav = useRef<HTMLElement>(null)
  // On a phone the strip holds more than fits: the page that one is on must be among what shows.
  useEffect(() => {
    const link = nav.current?.querySelector<HTMLElement>(`[href$="${here}"]`)
    if (nav.current && link) nav.current.scrollLeft = link.offsetLeft - (nav.current.clientWidth - link.offsetWidth) / 2
  }, [here])
  return (
    <nav ref={nav} aria-label={t('nav.label')} className="-mx-4 mb-6 overflow-x-auto px-4 lg:mx-0 lg:overflow-visible lg:mb-0 lg:px-0">
      <ul className="flex gap-1 lg:sticky lg:top-20 lg:grid">
        {settingsPages.map(({ path, label }) => {
          const to = path ? `/profile/${path}` : '/profile'
          return (
            <li key={to} className="shrink-0">
              <Link
                to={to}
                aria-current={here === to ? 'page' : undefined}
                className={classes(
                  'flex min-h-11 items-center whitespace-nowrap rounded-md px-3 text-15 transition-colors',
                  here === to ? 'bg-neel-soft font-semibold text-neel-strong' : 'text-ink-2 hover:bg-sunk hover:text-ink',
                )}
              >
                {t(`nav.${label}`)}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
