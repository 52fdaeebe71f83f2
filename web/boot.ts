import { collectTyping } from './early-typing.ts'
import { announce } from './updates.ts'

/**
 * Pages that the server rendered can be read and followed without the app; it loads as soon as the visitor shows an intent to do
 * more, or when the browser has nothing else to do. `data-app` on any element asks for it at once.
 */
export function boot(loadApp: () => Promise<unknown>) {
  let begun = false
  const load = () => {
    if (begun) return
    begun = true
    for (const name of intents) removeEventListener(name, onIntent)
    void replayingPresses(loadApp)
  }
  const onIntent = (event: Event) => {
    // A pointer that rests over the page moves "by nothing" when the page is laid out.
    if (event instanceof PointerEvent && event.type === 'pointermove' && !event.movementX && !event.movementY) return
    load()
  }
  holdEarlySubmits()
  const rendered = document.getElementById('state') && !document.querySelector('[data-app]')
  if (!rendered) return load()
  for (const name of intents) addEventListener(name, onIntent, { passive: true })
  addEventListener('load', () => setTimeout(() => whenIdle(load), 3000))
}

/** A button or Ctrl K that is pressed while the app is on its way does its work when the app is there. */
async function replayingPresses(loadApp: () => Promise<unknown>) {
  let pressed: HTMLButtonElement | undefined
  const onClick = ({ target }: Event) => {
    const button = target instanceof Element ? target.closest('button') : null
    if (button?.type === 'button' && !button.popoverTargetElement) pressed = button
  }
  const onKey = (event: KeyboardEvent) => {
    const { dataset } = document.documentElement
    if ('ready' in dataset || event.key !== 'k' || !(event.ctrlKey || event.metaKey)) return
    // The palette opens as soon as it is there: the frame looks for this mark, and leaves one when it listens itself.
    event.preventDefault()
    dataset['open'] = 'palette'
    collectTyping()
  }
  addEventListener('click', onClick)
  addEventListener('keydown', onKey)
  // The app is mounted when this resolves; from then on React hears every press, even before it has taken over the page.
  await loadApp()
  removeEventListener('click', onClick)
  if (pressed?.isConnected) pressed.click()
}

/** A form of the app that is sent before the app is there waits for it, instead of posting a password to a page. */
function holdEarlySubmits() {
  addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    if (event.defaultPrevented || !('app' in form.dataset)) return
    event.preventDefault()
    form.dataset['app'] = 'submitted'
  })
}

const intents = ['pointermove', 'pointerdown', 'touchstart', 'focusin', 'keydown'] as const

function whenIdle(load: () => void) {
  const { saveData = false } = (navigator as { connection?: { saveData?: boolean } }).connection ?? {}
  if (saveData) return
  if ('requestIdleCallback' in window) requestIdleCallback(load, { timeout: 10_000 })
  else load()
}

/** After a release old pages ask for chunks that are gone: they reload once. Without a network a reload helps nobody: the page says so. */
export function reloadOnLostChunk() {
  addEventListener('vite:preloadError', () => {
    if (!navigator.onLine) return
    const last = Number(sessionStorage.getItem('reloaded_at') ?? 0)
    if (Date.now() - last < 10_000) return
    sessionStorage.setItem('reloaded_at', String(Date.now()))
    location.reload()
  })
}

export function registerWorker() {
  if (!('serviceWorker' in navigator)) return
  addEventListener('load', async () => {
    const registration = await navigator.serviceWorker.register('/sw.js').catch(() => undefined)
    if (!registration) return
    if (registration.waiting && navigator.serviceWorker.controller) announce(registration.waiting)
    registration.addEventListener('updatefound', () => {
      const coming = registration.installing
      coming?.addEventListener('statechange', () => {
        // Without a controller this is the first visit, and there is nothing to update.
        if (coming.state === 'installed' && navigator.serviceWorker.controller) announce(coming)
      })
    })
  })
}
