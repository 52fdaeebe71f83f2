import { useStore } from 'react-redux'
import type { AppStore } from '#web/store.ts'
import { Button } from '#web/ui/button.tsx'
import type { Room } from '../contract.ts'
import { useT } from './page-words.ts'
import { setBlocked } from './room-actions.ts'

/** In place of the field where nothing can be written any more. */
export function Shut({ room, name }: { room: Room; name: string }) {
  const t = useT()
  const store = useStore() as AppStore
  const gone = !room.with.username
  return (
    <div data-foot="" className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-3">
      <p className="flex-1 text-ink-2">{gone ? t('thread.gone') : t('thread.blocked', { name })}</p>
      {!gone && <Button onClick={() => void setBlocked(store, room, false, t)}>{t('menu.unblock', { name })}</Button>}
    </div>
  )
}
