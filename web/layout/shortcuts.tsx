import { Dialog } from '../ui/dialog.tsx'
import { useOverT } from './over-words.ts'

/** The list of keys, opened by `?`. */
export default function Shortcuts({ onClose }: { onClose: () => void }) {
  const t = useOverT()
  const rows: [keys: string[], what: string][] = [
    [['Ctrl K', '⌘ K', '/'], t('shortcuts.search')],
    [['?'], t('shortcuts.help')],
    [['Tab'], t('shortcuts.next')],
    [['Shift Tab'], t('shortcuts.previous')],
    [['Enter'], t('shortcuts.activate')],
    [['Esc'], t('shortcuts.close')],
  ]
  return (
    <Dialog title={t('shortcuts.title')} onClose={onClose}>
      <dl className="px-5">
        {rows.map(([keys, what]) => (
          <div key={what} className="hairline flex items-center justify-between gap-4 py-2.5">
            <dt>{what}</dt>
            <dd className="flex shrink-0 gap-1.5">
              {keys.map((key) => (
                <kbd key={key} className="kbd">
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className="hairline px-5 py-4 text-13 text-ink-2">{t('shortcuts.skip')}</p>
    </Dialog>
  )
}
