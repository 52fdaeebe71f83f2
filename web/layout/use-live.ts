import { useEffect } from 'react'
import { useStore } from 'react-redux'
import { useNavigate } from 'react-router'
import { usePage } from '../page-context.ts'
import { askSession, type Person, useSession, watchSession } from '../session.ts'
import type { AppStore } from '../store.ts'
import { toast } from '../ui/toast.ts'
import { useShellT } from '../words.ts'

/** Keeps the page true: what other tabs, devices and people change is heard and shown. */
export function useLive() {
  const t = useShellT()
  const store = useStore() as AppStore
  const { apps } = usePage()
  const { user, leaving } = useSession()
  const id = leaving ? undefined : user?.id
  useAttending(store, user)
  useEffect(() => {
    const elsewhere = () => toast({ text: t('account.signed_out_elsewhere') })
    const stopWatching = watchSession(store, elsewhere)
    if (id === undefined) return stopWatching
    let stop = stopWatching
    let wanted = true
    void import('../realtime.ts').then(({ Live, answered }) => {
      if (!wanted) return
      const live = new Live({
        news: (event, data) => {
          for (const app of apps) if (event.startsWith(`${app.name}.`)) void app.news?.(store, event, data)
        },
        missed: () => {
          for (const app of apps) app.missed?.(store)
        },
        session: async () => {
          await answered(store)
          return wanted && askSession(store, elsewhere)
        },
      })
      stop = () => {
        stopWatching()
        live.close()
      }
    })
    return () => {
      wanted = false
      stop()
    }
  }, [store, t, apps, id])
}

/** What apps do on every page of the signed-in; begins anew when their address is confirmed. */
function useAttending(store: AppStore, user: Person | null) {
  const { apps } = usePage()
  const navigate = useNavigate()
  const who = user && `${user.id} ${user.email_verified}`
  useEffect(() => {
    if (who === null) return
    const ends = apps.map((app) => app.attend?.(store, (path) => void navigate(path)))
    return () => {
      for (const end of ends) void end?.then((stop) => stop())
    }
  }, [store, apps, navigate, who])
}
