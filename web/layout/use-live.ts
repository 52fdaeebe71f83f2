import { useEffect } from 'react'
import { useStore } from 'react-redux'
import { usePage } from '../page-context.ts'
import { askSession, useSession, watchSession } from '../session.ts'
import type { AppStore } from '../store.ts'
import { toast } from '../ui/toast.ts'
import { useShellT } from '../words.ts'

/** So long a sign-out of this very tab may take to be shown, before its end counts as one from elsewhere. */
const own_sign_out_ms = 400

/** Keeps the page true: what other tabs, devices and people change is heard and shown. */
export function useLive() {
  const t = useShellT()
  const store = useStore() as AppStore
  const { apps } = usePage()
  const id = useSession().user?.id
  useEffect(() => {
    const elsewhere = () => toast({ text: t('account.signed_out_elsewhere') })
    const stopWatching = watchSession(store, elsewhere)
    if (id === undefined) return stopWatching
    let stop = stopWatching
    let wanted = true
    const session = async () => {
      await new Promise((go) => setTimeout(go, own_sign_out_ms))
      return wanted && askSession(store, elsewhere)
    }
    void import('../realtime.ts').then(({ Live }) => {
      if (!wanted) return
      const live = new Live({
        news: (event, data) => {
          for (const app of apps) void app.news?.[event]?.(store, data)
        },
        missed: () => {
          for (const app of apps) app.missed?.(store)
        },
        session,
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
