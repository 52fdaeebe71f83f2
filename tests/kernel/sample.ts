import { z } from 'zod'
import { type Door, doors } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { Problem } from '#contract/problem.ts'
import { type App, defineApp } from '#server/app.ts'
import { anyone, staff, user } from '#server/http/guard.ts'
import { Routes } from '#server/http/routes.ts'

/** One address below each door's own prefix. */
const prefixes: Record<string, string> = { portal: '/api', session: '/auth', versioned: '/api/v1', pair: '/api/token' }

export const at = (door: Door, path: string) => `${prefixes[door.name]}/sample-${path}`

function endpointsOf(door: Door) {
  const name = (verb: string) => `sample.${verb}_${door.name}`
  return {
    read: endpoint({ name: name('read'), door, method: 'GET', path: at(door, 'read'), summary: 'Reads', returns: z.object({ text: z.string() }) }),
    write: endpoint({
      name: name('write'),
      door,
      method: 'POST',
      path: at(door, 'write'),
      summary: 'Writes',
      body: z.strictObject({ text: z.string().min(1).max(100) }),
      returns: z.object({ text: z.string() }),
      status: 201,
    }),
    erase: endpoint({ name: name('erase'), door, method: 'DELETE', path: at(door, 'write'), summary: 'Erases', status: 204 }),
    crash: endpoint({ name: name('crash'), door, method: 'GET', path: at(door, 'crash'), summary: 'Crashes' }),
    stale: endpoint({ name: name('stale'), door, method: 'GET', path: at(door, 'stale'), summary: 'Is stale' }),
    full: endpoint({ name: name('full'), door, method: 'GET', path: at(door, 'full'), summary: 'Has no room' }),
    own: endpoint({ name: name('own'), door, method: 'GET', path: at(door, 'own'), summary: 'For users', returns: z.object({ text: z.string() }) }),
    team: endpoint({ name: name('team'), door, method: 'GET', path: at(door, 'team'), summary: 'For staff', returns: z.object({ text: z.string() }) }),
    public: endpoint({ name: name('list'), door, method: 'GET', path: at(door, 'public'), summary: 'The same for all', returns: z.array(z.string()) }),
    few: endpoint({ name: name('few'), door, method: 'GET', path: at(door, 'few'), summary: 'Ten a minute' }),
  }
}

export const sampleEndpoints = Object.fromEntries(doors.map((door) => [door.name, endpointsOf(door)])) as Record<string, ReturnType<typeof endpointsOf>>

export const crash_secret = 'select password_hash from users -- at /srv/banyan/secret.ts:12'

/** A row with more in it than the contract declares. */
const row = { text: 'read', password_hash: 'undeclared' }

const routes = new Routes()
for (const { read, write, erase, crash, stale, full, own, team, public: list, few } of Object.values(sampleEndpoints))
  routes
    .on(read, anyone, () => row)
    .on(write, anyone, ({ body }) => body)
    .on(erase, anyone, () => {})
    .on(crash, anyone, () => {
      throw new Error(crash_secret)
    })
    .on(stale, anyone, () => {
      throw new Problem('stale', 'Somebody was quicker.', { current: { version: 2 } })
    })
    .on(full, anyone, () => {
      throw Object.assign(new Error(crash_secret), { code: 'SQLITE_FULL' })
    })
    .on(own, user, () => ({ text: 'own' }))
    .on(team, staff, () => ({ text: 'team' }))
    .on(list, anyone, () => Array.from({ length: 200 }, (_, i) => `line ${i}`), { cached: '5 minutes' })
    .on(few, anyone.atMost('10 per minute'), () => {})

/** An app that is there for the kernel's tests: each kind of answer, at each door. */
export const sample: App = defineApp({
  name: 'sample',
  routes,
  files: () => [{ path: '/data/sample.json', type: 'application/json; charset=utf-8', text: () => JSON.stringify(new Array(200).fill('sample')) }],
  moved: (path) => (path === '/old.html' ? '/new' : undefined),
  pages: () => ['/'],
})
