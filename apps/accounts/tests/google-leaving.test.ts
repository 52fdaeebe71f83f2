import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { TestSite } from '#server/testing.ts'
import { requestDeletion, undoDeletion } from '../contract/data.ts'
import { continueAs } from './outside/browser.ts'
import type { TestProvider } from './outside/provider.ts'
import { openWorld, proven, whoIs } from './outside/world.ts'

setDefaultTimeout(60_000)
let t: TestSite
let provider: TestProvider
beforeAll(async () => {
  ;({ t, provider } = await openWorld())
  proven(provider, 'leela', 'leela@gmail.test', { name: 'Leela' })
})
afterAll(async () => {
  await t.end()
  await provider.close()
})

test('who comes by the provider to an account that they have closed is asked whether to keep it', async () => {
  const visitor = t.visitor()
  await continueAs(visitor, 'leela')
  await visitor.withCsrf()
  expect((await visitor.call(requestDeletion, { body: { username: 'leela' } })).status).toBe(200)
  const again = t.visitor()
  const page = await continueAs(again, 'leela')
  expect(await whoIs(again)).toBeUndefined()
  const token = /^\/undo-deletion\?token=(\S+)$/.exec(page)?.[1] ?? ''
  await again.withCsrf()
  expect((await again.call(undoDeletion, { body: { token } })).data).toEqual({ username: 'leela' })
  expect(await continueAs(t.visitor(), 'leela')).toBe('/profile/')
})
