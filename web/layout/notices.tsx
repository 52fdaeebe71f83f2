import { useEffect, useSyncExternalStore } from 'react'
import { useNavigation } from 'react-router'
import { toast } from '../ui/toast.ts'
import { takeUpdate, updates, waitingRelease } from '../updates.ts'
import { useShellT } from '../words.ts'

function onNetwork(changed: () => void) {
  addEventListener('online', changed)
  addEventListener('offline', changed)
  return () => {
    removeEventListener('online', changed)
    removeEventListener('offline', changed)
  }
}

/** A line above the page while there is no network. */
export function OfflineNotice() {
  const t = useShellT()
  const online = useSyncExternalStore(
    onNetwork,
    () => navigator.onLine,
    () => true,
  )
  return <div role="status">{!online && <p className="bg-genda-soft px-4 py-2 text-center text-ink">{t('offline.notice')}</p>}</div>
}

/** A thin line while the next page loads; its style waits 200 ms before it shows. */
export function ProgressLine() {
  const t = useShellT()
  const { state } = useNavigation()
  return state === 'idle' ? null : <div role="progressbar" aria-label={t('page.loading')} className="progress" />
}

/** Says once that a newer release waits. */
export function useUpdateToast() {
  const t = useShellT()
  useEffect(() => {
    const tell = () => toast({ text: t('update.found'), stay: true, action: { label: t('update.take'), run: takeUpdate } })
    if (waitingRelease()) tell()
    updates.addEventListener('found', tell)
    return () => updates.removeEventListener('found', tell)
  }, [t])
}
