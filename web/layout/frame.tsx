import { lazy, Suspense, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Outlet, ScrollRestoration } from 'react-router'
import { collectTyping } from '../early-typing.ts'
import { useSession } from '../session.ts'
import { Toasts } from '../ui/toasts.tsx'
import { useShellT } from '../words.ts'
import { useZoneCookie } from '../zone.ts'
import { Foot } from './foot.tsx'
import { OfflineNotice, ProgressLine, useUpdateToast } from './notices.tsx'
import { BottomBar, Rail } from './rail.tsx'
import { listenForKeys } from './shortcut-keys.ts'
import { TopBar } from './top-bar.tsx'
import { useArrival } from './use-arrival.ts'
import { useLive } from './use-live.ts'
import { useOwnPreferences } from './use-own-preferences.ts'

const Palette = lazy(() => import('./palette.tsx'))
const Shortcuts = lazy(() => import('./shortcuts.tsx'))

type Open = { what: 'palette'; text: string } | { what: 'shortcuts' } | undefined

/** What stands around every page. */
export function Frame() {
  const t = useShellT()
  const field = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState<Open>()
  const search = (text = '') => setOpen({ what: 'palette', text })
  // The browser tells late that a dialog has closed: a key may have opened the next one by then.
  const close = (what: 'palette' | 'shortcuts') => () => setOpen((now) => (now?.what === what ? undefined : now))
  useArrival()
  useUpdateToast()
  useLive()
  useOwnPreferences()
  useZoneCookie(useSession().user !== null)
  useEffect(() => listenForKeys({ palette: () => setOpen({ what: 'palette', text: '' }), shortcuts: () => setOpen({ what: 'shortcuts' }) }), [])
  useEffect(() => {
    const early = wantedBeforeLoad(field.current)
    if (early !== undefined) setOpen({ what: 'palette', text: early })
  }, [])
  return (
    <>
      <a href="#main" className="btn btn-main fixed start-2 top-2 z-50 not-focus:sr-only">
        {t('skip')}
      </a>
      <ProgressLine />
      <Rail />
      {/* A page marked `data-full` fills the screen exactly and scrolls inside; what scrolls is `relative`, or words for screen readers in it make the page itself grow. */}
      <div className="group/frame flex min-h-svh flex-col has-data-full:h-dvh has-data-full:min-h-0 pb-[calc(3.6rem+env(safe-area-inset-bottom))] md:ps-20 md:pb-0">
        <TopBar onSearch={search} field={field} />
        <OfflineNotice />
        <main id="main" tabIndex={-1} className="flex-1 has-data-full:min-h-0">
          <Outlet />
        </main>
        <Foot />
      </div>
      <BottomBar onSearch={() => search()} />
      <Toasts />
      <Suspense fallback={<Collecting />}>{open?.what === 'palette' && <Palette text={open.text} onClose={close('palette')} />}</Suspense>
      <Suspense>{open?.what === 'shortcuts' && <Shortcuts onClose={close('shortcuts')} />}</Suspense>
      <ScrollRestoration />
    </>
  )
}

/** While the palette is on its way nothing is seen, but what is typed is for it. */
function Collecting() {
  useLayoutEffect(collectTyping, [])
  return null
}

/** What somebody typed, or the key they pressed, while the app was still on its way. */
function wantedBeforeLoad(field: HTMLInputElement | null): string | undefined {
  const { dataset } = document.documentElement
  const asked = dataset['open'] === 'palette'
  delete dataset['open']
  dataset['ready'] = ''
  const typed = field && document.activeElement === field ? field.value : ''
  if (field && typed) field.value = ''
  return asked || typed ? typed : undefined
}
