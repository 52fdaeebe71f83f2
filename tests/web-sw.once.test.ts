import { expect, test } from 'bun:test'
import { mayKeep, ruleFor } from '#web/sw-rules.ts'

const origin = 'https://example.org'
const rule = (path: string, { method = 'GET', mode = 'navigate' } = {}) => ruleFor({ method, mode, url: new URL(path, origin).href }, origin)

test('pages are kept, those of the signed-in are not', () => {
  for (const path of ['/', '/hi', '/states/kerala', '/hi/states/kerala?x=1', '/loginx']) expect(rule(path)).toBe('page')
  for (const path of ['/login', '/signup?setup=x', '/profile/', '/hi/profile', '/verify-otp/', '/reset?token=x', '/hi/not-me?token=x'])
    expect(rule(path)).toBe('page_uncached')
})
test('pages that show what is kept in the browser have the app itself to fall back on', () => {
  for (const path of ['/tasks', '/tasks/lists/x', '/hi/tasks/today?x=1', '/write', '/hi/write/x?new=1']) expect(rule(path)).toBe('app_page')
  expect(rule('/tasksx')).toBe('page')
})
test('sessions, writes and other sites go to the network', () => {
  for (const path of ['/auth/session/', '/auth/csrf/', '/api/auth/profile', '/api/health/']) expect(rule(path, { mode: 'cors' })).toBe('network')
  for (const path of ['/api/docs/', '/auth/google/login/', '/admin/', '/dev/mail']) expect(rule(path)).toBe('network')
  expect(rule('/states/kerala', { method: 'POST' })).toBe('network')
  expect(rule('https://evil.example/assets/x.js', { mode: 'cors' })).toBe('network')
})
test('assets and public data are kept', () => {
  for (const path of ['/assets/app-1.js', '/offline.css', '/icon.svg']) expect(rule(path, { mode: 'cors' })).toBe('asset')
  for (const path of ['/api/states', '/api/states/goa', '/data/states.json']) expect(rule(path, { mode: 'cors' })).toBe('read')
  expect(rule('/api/statesx', { mode: 'cors' })).toBe('network')
})
test('nothing private or failed is kept', () => {
  const answer = (cache: string, more = {}) => mayKeep({ ok: true, redirected: false, headers: new Headers({ 'cache-control': cache }), ...more })
  expect(answer('no-cache')).toBe(true)
  expect(answer('private, no-store')).toBe(false)
  expect(answer('no-cache', { ok: false })).toBe(false)
  expect(answer('no-cache', { redirected: true })).toBe(false)
})
