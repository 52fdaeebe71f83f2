import CircleUser from 'lucide-react/icons/circle-user'
import Keyboard from 'lucide-react/icons/keyboard'
import LogIn from 'lucide-react/icons/log-in'
import LogOut from 'lucide-react/icons/log-out'
import Settings from 'lucide-react/icons/settings-2'
import UserPlus from 'lucide-react/icons/user-plus'
import { type ReactNode, useRef } from 'react'
import { useStore } from 'react-redux'
import { Link } from 'react-router'
import { type Person, useSession } from '../session.ts'
import type { AppStore } from '../store.ts'
import { setTheme, themes, useTheme } from '../theme.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { useShellT } from '../words.ts'
import { endSession } from './end-session.ts'
import { useAccountPages, useBar } from './entries.ts'
import { openShortcuts } from './shortcut-keys.ts'

const menu_id = 'account-menu'

/** Who is here, and what each visitor may set: a popover of the browser's own, so it opens without scripts too. */
export function AccountMenu() {
  const t = useShellT()
  const { user } = useSession()
  const menu = useRef<HTMLDivElement>(null)
  const name = user ? t('account.open_user', { name: user.username }) : t('account.open')
  return (
    <>
      <button
        type="button"
        popoverTarget={menu_id}
        aria-label={name}
        className="grid size-11 shrink-0 place-items-center rounded-full text-ink-2 transition-colors hover:text-ink"
      >
        {user ? <Avatar person={user} className="size-8.5 text-17" /> : <Settings className="size-5.5" />}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: choosing something in it by any means closes it. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above; links and buttons turn keys into clicks. */}
      <div
        ref={menu}
        id={menu_id}
        popover="auto"
        className="menu float"
        onClick={(event) => event.target instanceof Element && event.target.closest('a, button') && menu.current?.hidePopover()}
      >
        {user ? <UserEntries user={user} /> : <VisitorEntries />}
        <div className="hairline mt-2 grid gap-1 pt-2">
          <ThemeChoice />
          <button type="button" className="menu-entry mt-1 max-md:hidden" onClick={openShortcuts}>
            <Keyboard className="size-5 text-ink-2" />
            <span className="flex-1">{t('shortcuts.open')}</span>
            <kbd className="kbd">?</kbd>
          </button>
        </div>
      </div>
    </>
  )
}

function UserEntries({ user }: { user: Person }) {
  const t = useShellT()
  const account = useAccountPages()
  const store = useStore() as AppStore
  return (
    <>
      <div className="flex items-center gap-3 px-3 pt-2 pb-3">
        <Avatar person={user} className="size-8.5 text-17" />
        <div className="min-w-0">
          <p className="truncate font-semibold">
            {user.username} {user.role !== 'user' && <span className="tag ms-1 font-normal">{t(`account.${user.role}`)}</span>}
          </p>
          <p className="truncate text-13 text-ink-2">{user.email}</p>
        </div>
      </div>
      {account && (
        <MenuLink to={account.profile} icon={<CircleUser className="size-5 text-ink-2" />}>
          {t('account.profile')}
        </MenuLink>
      )}
      <OtherEntries />
      <button type="button" className="menu-entry" onClick={() => void endSession(store, t)}>
        <LogOut className="size-5 text-ink-2" />
        {t('account.sign_out')}
      </button>
    </>
  )
}

/** On phones, where the bottom bar leaves them out. */
function OtherEntries() {
  const { others } = useBar()
  return others.map(({ to, label, icon: Icon, active }) => (
    <Link key={to} to={to} aria-current={active ? 'page' : undefined} className="menu-entry md:hidden">
      <Icon className="size-5 text-ink-2" />
      {label}
    </Link>
  ))
}

function VisitorEntries() {
  const t = useShellT()
  const account = useAccountPages()
  if (!account) return null
  return (
    <>
      <p className="px-3 pt-2 pb-2 text-ink-2">{t('account.why')}</p>
      <MenuLink to={account.sign_up} icon={<UserPlus className="size-5 text-ink-2" />}>
        {t('account.sign_up')}
      </MenuLink>
      <MenuLink to={account.sign_in} icon={<LogIn className="size-5 text-ink-2" />}>
        {t('account.sign_in')}
      </MenuLink>
    </>
  )
}

const MenuLink = ({ to, icon, children }: { to: string; icon: ReactNode; children: ReactNode }) => (
  <Link to={to} className="menu-entry">
    {icon}
    {children}
  </Link>
)

function ThemeChoice() {
  const t = useShellT()
  const theme = useTheme()
  const options = themes.map((value) => ({ value, label: t(`theme.${value}`) }))
  return <Segmented legend={t('theme.title')} name="theme" value={theme} options={options} onChange={setTheme} className="px-3 pt-1" />
}
