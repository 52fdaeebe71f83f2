import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { resolve } from 'node:path'
import { apps } from '#apps'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { requestDeletion, undoDeletion } from '../apps/accounts/contract/data.ts'
import { login } from '../apps/accounts/contract/portal-door.ts'
import { changeProfileV1, removeAvatarV1 } from '../apps/accounts/contract/profile.ts'
import { eraseDue } from '../apps/accounts/server/erase.ts'
import { addComment } from '../apps/portal/contract/comments.ts'
import { addPost } from '../apps/portal/contract/writing.ts'

// What visitors are kept of posts and talk shows their authors as they are now (docs/decisions/0017-public-answers-until-touched.md).

setDefaultTimeout(120_000)
const password = 'Peepal-tree-7'
let t: TestSite
let rendered = 0
beforeAll(async () => {
  t = await testSite(apps, {
    environment: { PUBLIC_URL: 'https://banyan.test' },
    web: {
      directory: '/nowhere',
      template: '<html><!--app--></html>',
      read: () => '',
      // A page that shows what an endpoint says.
      render: async ({ address, fetch, origin }) => {
        rendered++
        const call = new URLSearchParams(address.split('?')[1]).get('call') ?? ''
        return { status: 200, head: '', body: await (await fetch(new Request(`${origin}${call}`))).text(), state: '{}' }
      },
    },
  })
  await t.person('admin')
})
afterAll(() => t.end())

let n = 0
let name: string
let author: Visitor
let post_id: string
beforeEach(async () => {
  name = `author${++n}`
  author = await t.person(name)
  const commenter = await t.person(`commenter${n}`)
  const post = await author.call(addPost, { body: { postname: `A slow train ${n}`, content: 'It leaves at dusk.', category: 'Travel', state: 'kerala' } })
  post_id = post.data.id
  const other = await commenter.call(addPost, { body: { postname: `A fast train ${n}`, content: 'At dawn.', category: 'Travel', state: 'kerala' } })
  expect((await author.call(addComment, { params: { id: other.data.id }, body: { content: 'Where to?' } })).status).toBe(201)
  shown = {
    list: '/api/posts',
    'list of the author': `/api/posts?author=${name}`,
    post: `/api/posts/${post_id}`,
    'related posts': `/api/posts/${other.data.id}/related`,
    comments: `/api/posts/${other.data.id}/comments`,
    author: `/api/authors/${name}`,
    feed: '/feeds/posts.xml',
    'feed of the author': `/feeds/author/${name}.xml`,
  }
})

/** Where an author is shown to visitors. */
let shown: Record<string, string>
const fetched = async (path: string) => (await t.visitor().request(path)).text()
const page = (path: string) => `/page?call=${encodeURIComponent(path)}`

/** Each as an answer and as a page, twice, so that the second is what was kept. */
async function everywhere(): Promise<Record<string, string>> {
  const texts: Record<string, string> = {}
  for (const [what, path] of Object.entries(shown)) {
    for (let time = 0; time < 2; time++) {
      texts[what] = await fetched(path)
      texts[`page of ${what}`] = await fetched(page(path))
    }
  }
  return texts
}
const placesSaying = async (text: string) =>
  Object.entries(await everywhere())
    .filter(([, shown]) => shown.includes(text))
    .map(([what]) => what)
const both = (places: string[]) => places.flatMap((what) => [what, `page of ${what}`]).sort()
const named = () => both(Object.keys(shown))

test('a name is another, shown or hidden everywhere at once', async () => {
  expect((await placesSaying(name)).sort()).toEqual(named())
  expect(await placesSaying('Quillington')).toEqual([])
  const change = (body: object) => author.call(changeProfileV1, { body })
  await change({ first_name: 'Zubeida', last_name: 'Quillington' })
  expect(await placesSaying('Quillington')).toEqual([])
  await change({ preferences: { show_name: true } })
  expect((await placesSaying('Quillington')).sort()).toEqual(named())
  await change({ last_name: 'Rao' })
  expect((await placesSaying('Zubeida Rao')).sort()).toEqual(named())
  expect(await placesSaying('Quillington')).toEqual([])
  await change({ preferences: { show_name: false } })
  expect(await placesSaying('Zubeida')).toEqual([])
})

test('a picture is shown at once, and gone at once', async () => {
  const with_pictures = both(Object.keys(shown).filter((what) => !what.startsWith('feed')))
  expect(await placesSaying('/media/avatars/')).toEqual([])
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64')
  const put = await author.request('/api/v1/users/profile/avatar/', { method: 'PUT', headers: { 'content-type': 'image/png' }, body: png })
  expect(put.status).toBe(200)
  const { data } = (await put.json()) as { data: { avatar: string } }
  expect((await placesSaying(data.avatar)).sort()).toEqual(with_pictures)
  await author.call(removeAvatarV1, {})
  expect(await placesSaying('/media/avatars/')).toEqual([])
})

test('who closes the account is nobody everywhere at once, is back at once, and stays away when erased', async () => {
  expect((await placesSaying(name)).sort()).toEqual(named())
  expect((await author.call(requestDeletion, { body: { username: name, current_password: password } })).status).toBe(200)
  expect(await placesSaying(name)).toEqual([])
  await t.worker.drain()
  const mails = t.site.store.db.selectFrom('sent_mails').select('text').where('subject', '=', 'Your account is closed').orderBy('id', 'desc')
  const token = /token=(\S+)/.exec((await mails.executeTakeFirstOrThrow()).text)?.[1] ?? ''
  expect((await (await t.visitor().withCsrf()).call(undoDeletion, { body: { token } })).status).toBe(200)
  expect((await placesSaying(name)).sort()).toEqual(named())

  const again = t.visitor()
  again.token = (await again.call(login, { body: { username: name, password } })).data.access_token
  expect((await again.call(requestDeletion, { body: { username: name, current_password: password } })).status).toBe(200)
  await t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) =>
    tx.updateTable('users').set({ erase_at: tx.now }).where('username', '=', name).execute(),
  )
  expect(await placesSaying(name)).toEqual([])
  expect(await placesSaying(`A slow train ${n}`)).not.toEqual([])
  await eraseDue.run({ id: 'x', attempt: 1, payload: {}, site: t.site })
  await t.worker.drain()
  expect(await placesSaying(`A slow train ${n}`)).toEqual([])
})

test('who is disabled from the command line is nobody everywhere within a second', async () => {
  const user = async (verb: string) => {
    const command = [process.execPath, '--no-env-file', resolve(import.meta.dir, '../bin/banyan.ts'), 'user', verb, name]
    const env = { ...(t.environment as Record<string, string>), PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'error' }
    expect(await Bun.spawn(command, { env, stdout: 'ignore' }).exited).toBe(0)
    await Bun.sleep(1000)
  }
  expect((await placesSaying(name)).sort()).toEqual(named())
  await user('deactivate')
  expect(await placesSaying(name)).toEqual([])
  await user('activate')
  expect((await placesSaying(name)).sort()).toEqual(named())
})

test('what nobody sees throws away nothing that is kept, and what one person changes nothing of the others', async () => {
  const touched = () => t.published.filter(({ event }) => event === 'kernel.public_changed').flatMap(({ data }) => (data as { tags: string[] }).tags)
  const { number } = await t.site.store.db.selectFrom('users').select('number').where('username', '=', name).executeTakeFirstOrThrow()
  const kept_until_touched = t.site.store.dialect === 'sqlite'
  const paths = Object.entries(shown).flatMap(([what, path]) => (what.startsWith('feed') ? [] : [page(path)]))
  for (const path of paths) await fetched(path)
  rendered = 0
  t.published.length = 0
  await author.call(changeProfileV1, { body: { first_name: 'Zubeida', phone: '+91 98765 43210', bio: 'Plays.', preferences: { theme: 'dark' } } })
  expect((await t.visitor().call(login, { body: { username: name, password } })).status).toBe(200)
  await t.person(`somebody${n}`)
  expect(touched()).toEqual([])
  for (const path of paths) await fetched(path)
  if (kept_until_touched) expect(rendered).toBe(0)

  const other = await t.person(`other${n}`)
  await other.call(changeProfileV1, { body: { first_name: 'Bala', preferences: { show_name: true } } })
  for (const path of paths) await fetched(path)
  if (kept_until_touched) expect(rendered).toBe(0)
  expect(touched()).toHaveLength(1)
  await author.call(changeProfileV1, { body: { preferences: { show_name: true } } })
  expect(touched().at(-1)).toBe(`person:${number}`)
  for (const path of paths) await fetched(path)
  if (kept_until_touched) expect(rendered).toBe(paths.length)
})
