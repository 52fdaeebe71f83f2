import { expect, test } from 'bun:test'
import { createElement } from 'react'
import { defineWebApp, pageOf } from '#web/app.ts'
import { makeRender } from '#web/entry-server.tsx'
import { type Book, wordsOf } from '#web/i18n.ts'

const en = { tea: { ready: 'The tea is ready' } }
const book: Book<typeof en> = { name: 'tea.cups', en: async () => ({ en }), hi: async () => ({ hi: en }) }
const useT = wordsOf<typeof en>(book.name)
const Cup = () => createElement('p', {}, useT()('tea.ready'))

const tea = defineWebApp({
  name: 'tea',
  nav: [],
  routes: (context) => [
    { path: 'named', lazy: pageOf(context, async () => Cup, book) },
    { path: 'forgotten', lazy: pageOf(context, async () => Cup) },
  ],
})

test('the server renders a page with the books that it names, whatever other pages have read', async () => {
  const render = makeRender([tea])
  const bodyOf = async (address: string) => {
    const fetch = async () => Response.json({ detail: 'Sign in.' }, { status: 401 })
    return (await render({ address, language: 'en', origin: 'http://localhost', fetch: fetch as unknown as typeof globalThis.fetch, read: () => '' })).body
  }
  expect(await bodyOf('/named')).toContain('The tea is ready')
  const forgotten = await bodyOf('/forgotten')
  expect(forgotten).toContain('tea.ready')
  expect(forgotten).not.toContain('The tea is ready')
})
