import { expect, spyOn, test } from 'bun:test'
import { join } from 'node:path'
import { api } from '#web/api.ts'

const root = join(import.meta.dir, '..')
const build = new Proxy({}, { get: () => (definition: object) => definition })

// Of two endpoints with one name the cache keeps the one whose module came first, and says nothing: a page would then ask another app's address.
test('no two apps give the browser an endpoint of the same name', async () => {
  using injected = spyOn(api, 'injectEndpoints')
  for (const pattern of ['web/**/*.ts', 'apps/*/web/**/*.ts'])
    for await (const file of new Bun.Glob(pattern).scan({ cwd: root, absolute: true }))
      if ((await Bun.file(file).text()).includes('.injectEndpoints(')) await import(file)
  const names = injected.mock.calls.flatMap(([{ endpoints }]) => Object.keys(endpoints(build as never)))
  expect(names).toContain('session')
  expect(names).toContain('rooms')
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
})
