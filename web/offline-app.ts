/** Asks the service worker to keep what this page is made of, so that its app opens without a network. */
export async function keepOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  // What a page without a server needs besides, and what its keys open.
  await Promise.all([
    import('./bare-page.ts'),
    import('./kept-person.ts'),
    import('./realtime.ts'),
    import('./layout/palette.tsx'),
    import('./layout/shortcuts.tsx'),
  ])
  const { active } = await navigator.serviceWorker.ready
  const entries = performance.getEntriesByType('resource').map(({ name }) => new URL(name))
  const paths = entries.filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/')).map(({ pathname }) => pathname)
  active?.postMessage({ keep: [...new Set(paths)] })
}
