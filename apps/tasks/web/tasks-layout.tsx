import { useEffect } from 'react'
import { Navigate, Outlet, useLocation } from 'react-router'
import { keepOffline } from '#web/offline-app.ts'
import { useSession } from '#web/session.ts'
import { classes } from '#web/ui/classes.ts'
import { Side } from './side.tsx'
import { Troubles } from './troubles.tsx'
import { TasksProvider } from './use-tasks.tsx'

/** Views and lists beside what is open; on phones one of the two. */
export function TasksLayout() {
  const { user } = useSession()
  const at_start = /^\/tasks\/?$/.test(useLocation().pathname)
  // From now on it opens without a network as well.
  useEffect(() => void keepOffline(), [])
  // Only after signing out here: who comes as a visitor has been sent to sign in.
  if (!user) return <Navigate to="/" replace />
  return (
    <TasksProvider user_id={user.id}>
      <div data-app="" data-full="" className="grid h-full grid-rows-[minmax(0,1fr)] md:grid-cols-[17rem_minmax(0,1fr)]">
        <div className={classes('min-h-0 border-line md:border-e', !at_start && 'max-md:hidden')}>
          <Side heading={at_start ? 'h1' : 'h2'} />
        </div>
        <div className={classes('flex min-h-0 min-w-0 flex-col', at_start && 'max-md:hidden')}>
          <Troubles />
          <div className="min-h-0 flex-1">
            <Outlet />
          </div>
        </div>
      </div>
    </TasksProvider>
  )
}
