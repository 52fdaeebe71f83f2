/// <reference lib="webworker" />
import { bare_page, mayKeep, ruleFor } from './sw-rules.ts'

/** Keeps what was seen for use without a network. The two names below are filled in by vite.config.ts. */
declare const self: ServiceWorkerGlobalScope
declare const __PRECACHE__: string[]
declare const __VERSION__: string

const shell = `shell-${__VERSION__}`
const seen = 'seen'
const assets = 'assets'
const max_seen = 150

self.addEventListener('install', (event) => {
  // Without cookies: what everybody may have.
  const requests = __PRECACHE__.map((path) => new Request(path, { cache: 'reload', credentials: 'omit' }))
  event.waitUntil(caches.open(shell).then((cache) => cache.addAll(requests)))
})
self.addEventListener('activate', (event) => {
  event.waitUntil(dropOld().then(() => self.clients.claim()))
})
self.addEventListener('message', (event) => {
  if (event.data === 'update') event.waitUntil(self.skipWaiting())
  const { keep } = (event.data ?? {}) as { keep?: unknown }
  if (Array.isArray(keep))
    event.waitUntil(
      keepApp(keep.filter((path) => ruleFor({ method: 'GET', mode: 'cors', url: new URL(String(path), location.origin).href }, location.origin) === 'asset')),
    )
})
self.addEventListener('fetch', (event) => {
  const { request } = event
  const rule = ruleFor(request, location.origin)
  if (rule === 'asset') event.respondWith(cacheFirst(request))
  else if (rule === 'page') event.respondWith(networkFirst(request).catch(offlinePage))
  else if (rule === 'app_page') event.respondWith(fetch(request).catch(barePage))
  else if (rule === 'page_uncached') event.respondWith(fetch(request).catch(offlinePage))
  else if (rule === 'read') event.respondWith(networkFirst(request))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const { path } = (event.notification.data ?? {}) as { path?: string }
  if (path?.startsWith('/')) event.waitUntil(show(path))
})

/** In a window that is open already, else in a new one. */
async function show(path: string) {
  const [open] = await self.clients.matchAll({ type: 'window' })
  const client = open && (await open.navigate(path).catch(() => null))
  if (client) await client.focus()
  else await self.clients.openWindow(path)
}

/** Pages name the files of their release, so everything kept goes with it; what is still right comes back from the browser's own cache. */
async function dropOld() {
  for (const name of await caches.keys()) if (name !== shell) await caches.delete(name)
}

async function barePage(): Promise<Response> {
  return (await caches.match(bare_page)) ?? offlinePage()
}

/** The bare page comes last: it is of no use without the files it loads. */
async function keepApp(paths: string[]): Promise<void> {
  const cache = await caches.open(assets)
  const missing = []
  for (const path of paths) if (!(await caches.match(path))) missing.push(path)
  await cache.addAll(missing)
  await cache.add(new Request(bare_page, { cache: 'reload', credentials: 'omit' }))
}

async function offlinePage(): Promise<Response> {
  return (await caches.match('/offline.html')) ?? Response.error()
}

async function networkFirst(request: Request): Promise<Response> {
  const cache = await caches.open(seen)
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(8000) })
    if (mayKeep(response)) {
      await cache.put(request, response.clone())
      await trim(cache)
    }
    return response
  } catch (cause) {
    const kept = await cache.match(request)
    if (kept) return kept
    throw cause
  }
}

async function cacheFirst(request: Request): Promise<Response> {
  const kept = await caches.match(request)
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok) await (await caches.open(assets)).put(request, response.clone())
  return response
}

/** Oldest first, so that a long tour of the site does not fill the disk. */
async function trim(cache: Cache) {
  const keys = await cache.keys()
  for (const key of keys.slice(0, Math.max(0, keys.length - max_seen))) await cache.delete(key)
}
