import { Navigate, Outlet, useLocation } from 'react-router'
import { useSession } from '#web/session.ts'
import { classes } from '#web/ui/classes.ts'
import { RoomList } from './room-list.tsx'
import { UnconfirmedPage } from './unconfirmed-page.tsx'

/** Conversations beside the one that is open; on phones one of the two. */
export function ChatLayout() {
  const { user } = useSession()
  const { pathname } = useLocation()
  const at_list = /^\/chat\/?$/.test(pathname)
  // Only after signing out here: who comes as a visitor has been sent to sign in.
  if (!user) return <Navigate to="/" replace />
  if (!user.email_verified) return user.role !== 'user' && /^\/chat\/reports\/?$/.test(pathname) ? <Alone /> : <UnconfirmedPage person={user} />
  return (
    <div data-app="" data-full="" className="grid h-full grid-rows-[minmax(0,1fr)] md:grid-cols-[20rem_minmax(0,1fr)]">
      <div className={classes('min-h-0 border-line md:border-e', !at_list && 'max-md:hidden')}>
        <RoomList me={user} heading={at_list ? 'h1' : 'h2'} />
      </div>
      <div className={classes('min-h-0 min-w-0', at_list && 'max-md:hidden')}>
        <Outlet />
      </div>
    </div>
  )
}

/** Reports are read by staff, whether or not they may talk themselves. */
const Alone = () => (
  <div data-app="" data-full="" className="h-full min-h-0">
    <Outlet />
  </div>
)
