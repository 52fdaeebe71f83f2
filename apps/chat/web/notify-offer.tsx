import { useSyncExternalStore } from 'react'
import { Button } from '#web/ui/button.tsx'
import { chooseNotifications, notificationChoice, onNotificationChoice } from './notify.ts'
import { useT } from './page-words.ts'

export const useNotificationChoice = () => useSyncExternalStore(onNotificationChoice, notificationChoice, () => 'impossible' as const)

/** Asked once somebody has written, when it is clear what for; never by itself. */
export function NotifyOffer() {
  const t = useT()
  if (useNotificationChoice() !== 'unasked') return null
  return (
    <section aria-label={t('notify.label')} className="mx-2 mb-2 rounded-md bg-sunk px-3 py-2 text-15">
      <p>{t('notify.offer')}</p>
      <div className="-ms-3 mt-1 flex flex-wrap">
        <Button kind="quiet" small onClick={() => void chooseNotifications(true)}>
          {t('notify.on')}
        </Button>
        <Button kind="quiet" small className="text-ink-2" onClick={() => void chooseNotifications(false)}>
          {t('notify.later')}
        </Button>
      </div>
    </section>
  )
}
