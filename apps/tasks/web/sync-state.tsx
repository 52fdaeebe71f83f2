import CloudOff from 'lucide-react/icons/cloud-off'
import { useT } from './page-words.ts'
import { useTasks } from './use-tasks.tsx'

/** Says when something waits longer than an answer takes. */
export function SyncState() {
  const t = useT()
  const { waiting } = useTasks()
  const count = new Set([...waiting.values()].flatMap(({ op, trouble }) => (trouble ? [] : op.id))).size
  return (
    <p role="status" className="px-3 text-13 text-ink-2">
      {count > 0 && (
        <span className="late flex items-center gap-2 pt-3">
          <CloudOff className="size-4 shrink-0" aria-hidden="true" />
          {t('sync.waiting', { count })}
        </span>
      )}
    </p>
  )
}
