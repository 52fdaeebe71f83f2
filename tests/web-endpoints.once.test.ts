import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { api } from '#web/api.ts'

const root = join(import.meta.dir, '..')
const build = new Proxy({}, { get: () => (definition: object) => definition })

// Of two endpoints with one name the cache keeps the one whose module came first, and says nothing: a page would then ask another app's address.
test('no two apps give the browser an endpoint of the same name', async () => {
  const { injectEndpoints } = api
  const names: string[] = []
  api.injectEndpoints = ((options: Parameters<typeof injectEndpoints>[0]) => {
    names.push(...Object.keys(options.endpoints(build as Parameters<typeof options.endpoints>[0])))
    return injectEndpoints(options)
  }) as typeof injectEndpoints
  try {
    for (const pattern of ['web/**/*.ts', 'apps/*/web/**/*.ts'])
      for await (const file of new Bun.Glob(pattern).scan({ cwd: root, absolute: true }))
        if ((await Bun.file(file).text()).includes('.injectEndpoints(')) await import(file)
  } finally {
    api.injectEndpoints = injectEndpoints
  }
  expect(names).toContain('session')
  expect(names).toContain('rooms')
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
})
