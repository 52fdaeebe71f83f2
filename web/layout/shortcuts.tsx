import { useEffect, useState } from 'react'
import { useLocation } from 'react-router'
import type { KeyList } from '../app.ts'
import { useLanguage } from '../i18n.ts'
import { usePage } from '../page-context.ts'
import { Dialog } from '../ui/dialog.tsx'
import { useOverT } from './over-words.ts'

/** The list of keys, opened by `?`: those of the app that one is in, then those of every page. */
export default function Shortcuts({ onClose }: { onClose: () => void }) {
  const t = useOverT()
  const own = useOwnKeys()
  const rows: KeyList['rows'] = [
    [['Ctrl K', '⌘ K', '/'], t('shortcuts.search')],
    [['?'], t('shortcuts.help')],
    [['Tab'], t('shortcuts.next')],
    [['Shift Tab'], t('shortcuts.previous')],
    [['Enter'], t('shortcuts.activate')],
    [['Esc'], t('shortcuts.close')],
  ]
  return (
    <Dialog title={t('shortcuts.title')} onClose={onClose}>
      {own && (
        <>
          <h3 className="px-5 pt-1 pb-2 text-15 text-ink-2">{own.title}</h3>
          <Keys rows={own.rows} />
          <h3 className="hairline px-5 pt-4 pb-2 text-15 text-ink-2">{t('shortcuts.everywhere')}</h3>
        </>
      )}
      <Keys rows={rows} />
      <p className="hairline px-5 py-4 text-13 text-ink-2">{t('shortcuts.skip')}</p>
    </Dialog>
  )
}

const Keys = ({ rows }: Pick<KeyList, 'rows'>) => (
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
)

function useOwnKeys(): KeyList | undefined {
  const { apps, words } = usePage()
  const language = useLanguage()
  const { pathname } = useLocation()
  const [list, setList] = useState<KeyList>()
  const own = apps.find(({ keys }) => keys && (pathname === keys.at || pathname.startsWith(`${keys.at}/`)))?.keys
  useEffect(() => {
    void own?.load({ language, words }).then(setList)
  }, [own, language, words])
  return own && list
}
