import { useSyncExternalStore } from 'react'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const grounds = { light: '#fcf9f4', dark: '#15110d' }
const changes = new EventTarget()

const current = (): Theme => (document.documentElement.dataset['theme'] as Theme | undefined) ?? 'system'

/** Kept in a cookie, so that the server writes the theme into the page and nothing flashes. */
export function setTheme(theme: Theme) {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset['theme']
  else dataset['theme'] = theme
  const age = theme === 'system' ? 0 : 31_536_000
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser.
  document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax`
  for (const [name, ground] of Object.entries(grounds)) {
    const meta = document.querySelector(`meta[name="theme-color"][media*="${name}"]`)
    meta?.setAttribute('content', theme === 'system' ? ground : grounds[theme])
  }
  changes.dispatchEvent(new Event('change'))
}

function subscribe(changed: () => void) {
  changes.addEventListener('change', changed)
  return () => changes.removeEventListener('change', changed)
}

/** The chosen theme; on the server, where pages are shared between visitors, always the system's. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, current, () => 'system')
