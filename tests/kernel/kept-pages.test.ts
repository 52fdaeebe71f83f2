import { afterAll, beforeAll, expect, test } from 'bun:test'
import { z } from 'zod'
import { portalDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { defineApp } from '#server/app.ts'
import { anyone } from '#server/http/guard.ts'
import { Routes } from '#server/http/routes.ts'
import { type TestSite, testSite } from '#server/testing.ts'

const returns = z.number()
const lasting = endpoint({ name: 'kept.lasting', door: portalDoor, method: 'GET', path: '/api/kept-lasting', summary: 'Stays', returns })
const alike = endpoint({ name: 'kept.alike', door: portalDoor, method: 'GET', path: '/api/kept-alike', summary: 'Stays for visitors', returns })
const passing = endpoint({ name: 'kept.passing', door: portalDoor, method: 'GET', path: '/api/kept-passing', summary: 'Changes', returns })

let asked = 0
const app = defineApp({
  name: 'kept',
  routes: new Routes()
    .on(lasting, anyone, () => 1, { cached: '5 minutes' })
    .on(alike, anyone, () => 2, { same_for_visitors: true })
    .on(passing, anyone, () => ++asked),
  named_pages: ['/names/'],
})

let rendered = 0
let t: TestSite
beforeAll(async () => {
  t = await testSite([app], {
    web: {
      directory: '/nowhere',
      template: '<html><!--app--></html>',
      read: () => '',
      render: async ({ address, fetch, origin }) => {
        rendered++
        const call = new URLSearchParams(address.split('?')[1]).get('call')
        const body = call ? await (await fetch(new Request(`${origin}/api/kept-${call}`))).text() : 'nothing'
        return { status: 200, head: '', body, state: '{}' }
      },
    },
  })
})
afterAll(() => t.end())

async function twice(path: string): Promise<{ texts: string[]; rendered: number }> {
  rendered = 0
  const texts: string[] = []
  for (let i = 0; i < 2; i++) texts.push(await (await t.visitor().request(path)).text())
  return { texts, rendered }
}

test('a page is kept when all that it asked for stays as it is', async () => {
  for (const path of ['/page', '/page?call=lasting', '/page?call=alike']) {
    const { texts, rendered } = await twice(path)
    expect(`${path} ${rendered}`).toBe(`${path} 1`)
    expect(texts[0]).toBe(texts[1] ?? '')
  }
})

test('a page that shows what may change is made anew for each visitor', async () => {
  const { texts, rendered } = await twice('/page?call=passing')
  expect(rendered).toBe(2)
  expect(texts[0]).not.toBe(texts[1] ?? '')
})

test('a dot makes a file of a path, but not where the last part is a name', async () => {
  expect((await t.visitor().request('/photo.png')).status).toBe(404)
  // What people have kept of a site of files is looked for by people: the page that says it is not there is for them.
  expect((await t.visitor().request('/about.html')).status).toBe(200)
  expect((await t.visitor().request('/names/asha.rao')).status).toBe(200)
  expect((await t.visitor().request('/hi/names/index.html')).status).toBe(200)
})
