import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { apps } from '#apps'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { type Bytes, chunksOf, joined, jpegWithExif, png, text } from '#server/testing-pictures.ts'
import type { Picture } from '../contract/fields.ts'
import { changeImage, image_quota_bytes, listImages, removeImage } from '../contract/images.ts'
import * as posts from '../contract/posts.ts'
import * as writing from '../contract/writing.ts'
import { sweepImages } from '../server/images/sweep.ts'
import { pictureKey } from '../server/markdown/pictures.ts'
import { good, idOf, newPost, patch, write } from './posts-people.ts'

setDefaultTimeout(120_000)
let t: TestSite
let asha: Visitor
let ravi: Visitor
beforeAll(async () => {
  t = await testSite(apps)
  await t.person('admin')
  asha = await t.person('asha')
  ravi = await t.person('ravi')
})
afterAll(() => t.end())

const send = (who: Visitor, body: Bytes | FormData, type = 'image/png') =>
  who.request('/api/images', { method: 'POST', body, ...(body instanceof FormData ? {} : { headers: { 'content-type': type } }) })
async function upload(who: Visitor, picture = png(900, 300)): Promise<Picture> {
  const response = await send(who, picture)
  expect(response.status).toBe(201)
  return ((await response.json()) as { data: Picture }).data
}
const fetched = async (path: string) => {
  const response = await t.visitor().request(path)
  return { status: response.status, headers: response.headers, bytes: await response.bytes() }
}
const stored = () => t.site.files.keys('posts/')
const sweep = () => sweepImages.run({ id: 'x', attempt: 1, payload: {}, site: t.site })

describe('uploads', () => {
  test('are made anew in three sizes that keep their shape, without anything beside their pixels', async () => {
    const picture = await upload(asha, png(2000, 1000))
    expect(picture).toMatchObject({ width: 1600, height: 800, alt: '' })
    for (const [path, width] of [
      [picture.url, 1600],
      [picture.medium, 800],
      [picture.small, 400],
    ] as const) {
      const { status, headers, bytes } = await fetched(path)
      expect(status).toBe(200)
      expect(headers.get('content-type')).toBe('image/webp')
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(await new Bun.Image(bytes).metadata()).toEqual({ width, height: width / 2, format: 'webp' })
    }
    const turned = await send(asha, await jpegWithExif(png(300, 100), 6), 'image/jpeg')
    const { data } = (await turned.json()) as { data: Picture }
    expect(data).toMatchObject({ width: 100, height: 300 })
    const { bytes } = await fetched(data.url)
    expect(['VP8 ', 'VP8L', 'VP8X', 'ALPH'].filter((name) => chunksOf(bytes).includes(name))).toEqual(chunksOf(bytes))
    expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/Exif|GPS|ICC/i)
  })

  test('need somebody, and a CSRF token with a cookie; odd file names change nothing', async () => {
    expect((await send(t.visitor(), png(10, 10))).status).toBe(401)
    const forged = await asha.request('/api/images', { method: 'POST', body: png(9, 9), headers: { 'content-type': 'image/png', 'x-csrftoken': 'wrong' } })
    expect(forged.status).toBe(403)
    for (const name of ['../../etc/passwd', '<script>.html', 'मेरी तस्वीर.png', '.htaccess']) {
      const form = new FormData()
      form.set('file', new File([png(64, 64)], name, { type: 'image/png' }))
      expect((await send(asha, form)).status).toBe(201)
    }
    expect((await stored()).filter((key) => !/^posts\/[0-9a-f]{44}-(1600|800|400)\.webp$/.test(key))).toEqual([])
  })

  test('beyond 200 MB a person nothing is taken, also of many at once', async () => {
    const user_id = await idOf(t, 'ravi')
    const picture = await upload(ravi)
    const row = await t.site.store.db.selectFrom('portal_images').select('bytes').where('id', '=', picture.id).executeTakeFirstOrThrow()
    const set = (bytes: number) =>
      t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) =>
        tx.updateTable('portal_images').set({ bytes }).where('id', '=', picture.id).execute(),
      )
    await set(image_quota_bytes - row.bytes - 1)
    const before = await stored()
    const answers = await Promise.all([1, 2, 3, 4].map(() => send(ravi, png(900, 300))))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
    expect((await stored()).length).toBe(before.length + 3)
    await set(image_quota_bytes)
    expect((await send(ravi, png(9, 9))).status).toBe(409)
    await t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) => tx.deleteFrom('portal_images').where('user_id', '=', user_id).execute())
  })
})

/** PROMISES R22: files that want something else than to be a picture. */
const whole = png(64, 64)
const hostile: [name: string, file: Bytes, type: string, status: number][] = [
  ['an SVG with a script', text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'image/svg+xml', 415],
  ['an SVG called PNG', text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'image/png', 400],
  ['HTML called PNG', text('<!doctype html><script>alert(1)</script>'), 'image/png', 400],
  ['JavaScript behind a GIF head', text('GIF89a/*\x10\0\x10\0*/=1;alert(1)//'), 'image/gif', 400],
  ['a PNG with HTML behind it', joined(whole, '<script>alert(document.cookie)</script>'), 'image/png', 201],
  ['a PNG with a zip behind it', joined(whole, 'PK\x03\x04malware.exe'), 'image/png', 201],
  ['a PNG that claims 60,000 × 60,000 pixels', png(1, 1, undefined, { claims: [60_000, 60_000] }), 'image/png', 400],
  ['a PNG that claims more pixels than it has', png(64, 64, undefined, { claims: [4000, 4000] }), 'image/png', 400],
  ['a PNG without any size', png(1, 1, undefined, { claims: [0, 0] }), 'image/png', 400],
  ['half a PNG', whole.slice(0, whole.length / 2), 'image/png', 400],
  ['only the first bytes of a PNG', whole.slice(0, 8), 'image/png', 400],
  ['nothing', new Uint8Array(), 'image/png', 400],
  ['zeros', new Uint8Array(1000), 'image/png', 400],
  ['a strip of 4,000 × 2 pixels', png(4000, 2), 'image/png', 201],
  ['more than ten megabytes', joined(whole, new Uint8Array(10 * 1024 * 1024)), 'image/png', 413],
]

describe('hostile files', () => {
  for (const [name, file, type, status] of hostile)
    test(`${name}: ${status === 201 ? 'only its pixels are kept' : `${status}, and nothing is stored`}`, async () => {
      const before = await stored()
      const response = await send(asha, file, type)
      expect(response.status).toBe(status)
      const answer = (await response.json()) as { data: Picture; error?: string }
      if (status !== 201) {
        expect(answer.error).not.toMatch(/ERR_|Image:|decode/)
        expect(await stored()).toEqual(before)
        return
      }
      const { bytes } = await fetched(answer.data.url)
      for (const hidden of ['script', 'PK\x03\x04']) expect(Buffer.from(bytes).toString('latin1')).not.toContain(hidden)
    })

  test('while large pictures are drawn the server goes on answering: it never stalls for 100 ms', async () => {
    const large = png(4500, 4500)
    const turns: number[] = []
    // What stalls because of us stalls each time.
    for (let round = 0; round < 3 && !turns.some((ms) => ms < 100); round++)
      turns.push(await longestTurn(() => Promise.all([upload(asha, large), upload(asha, large)])))
    expect(Math.min(...turns)).toBeLessThan(100)
  })
})

/** How long this thread has worked without a break while something went on; what others do on the machine meanwhile is not counted. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let over = false
  const done = work().finally(() => {
    over = true
  })
  let longest = 0
  while (!over) {
    const before = process.threadCpuUsage()
    await Bun.sleep(1)
    const { user, system } = process.threadCpuUsage(before)
    longest = Math.max(longest, (user + system) / 1000)
  }
  await done
  return longest
}

describe('use', () => {
  test('a cover and a picture in the text are shown with their sizes; another’s picture is no cover', async () => {
    const picture = await upload(asha)
    const post = await newPost(asha, { image: picture.id, content: `Look:\n\n![A train](${picture.url} "At dusk")\n` })
    expect(post).toMatchObject({ image: picture.url, cover: { id: picture.id, width: 900, height: 300 } })
    expect(post.html).toContain(`srcset="${picture.small} 400w, ${picture.medium} 800w, ${picture.url} 900w"`)
    expect(post.html).toContain('alt="A train" width="900" height="300" loading="lazy"')
    expect(post.html).toContain('<figcaption>At dusk</figcaption>')
    expect((await write(ravi, { image: picture.id })).body).toEqual({ error: 'No such picture.' })
    expect((await write(ravi, { image: picture.url })).body).toEqual({ error: 'No such picture.' })
    expect(good(await asha.call(changeImage, { params: { id: picture.id }, body: { alt: 'A blue train' } })).alt).toBe('A blue train')
    expect(good(await t.visitor().call(posts.getPost, { params: { id: post.id } })).cover?.alt).toBe('A blue train')
    expect((await ravi.call(changeImage, { params: { id: picture.id }, body: { alt: 'x' } })).status).toBe(404)
  })

  test('one that a post uses stays; one that only a draft used goes when the draft has gone; others’ are not there', async () => {
    const [used, once] = [await upload(asha), await upload(asha)]
    const post = await newPost(asha, { content: `![](${used.url})` })
    const draft = { postname: 'x', content: `![](${once.small})`, category: 'Travel', state: null, language: 'en', image: null, version: 0 } as const
    good(await asha.call(writing.saveDraft, { params: { id: post.id }, body: draft }))
    const remove = (who: Visitor, { id }: Picture) => who.call(removeImage, { params: { id } })
    expect([(await remove(asha, used)).status, (await remove(asha, once)).status, (await remove(ravi, used)).status]).toEqual([409, 409, 404])
    good(await asha.call(writing.dropDraft, { params: { id: post.id } }))
    good(await patch(asha, post.id, { content: 'no picture' }))
    // An earlier version still shows it.
    expect((await remove(asha, used)).status).toBe(409)
    expect((await remove(asha, once)).status).toBe(200)
    expect((await fetched(once.url)).status).toBe(404)
    const listed = good(await asha.call(listImages, { query: { limit: 100 } })).items
    expect(listed.find(({ id }) => id === used.id)?.used).toBe(true)
    expect(listed.find(({ id }) => id === once.id)).toBeUndefined()
    expect(good(await ravi.call(listImages, { query: {} })).items).toEqual([])
  })

  test('after a day the sweep leaves what is used and no file without a row', async () => {
    const [used, unused] = [await upload(asha), await upload(asha)]
    await newPost(asha, { image: used.url })
    const old = pictureKey(`${'0'.repeat(12)}${'ab'.repeat(16)}`, 800)
    const fresh = pictureKey(`${t.site.now().getTime().toString(16).padStart(12, '0')}${'cd'.repeat(16)}`, 800)
    for (const key of [old, fresh]) await t.site.files.put(key, text('an orphan'), 'image/webp')
    await sweep()
    expect(await stored()).not.toContain(old)
    expect(await stored()).toContain(fresh)
    expect((await fetched(unused.url)).status).toBe(200)
    t.pass(2 * 86_400_000)
    await sweep()
    expect((await fetched(unused.url)).status).toBe(404)
    const rows = await t.site.store.db.selectFrom('portal_images').select(['id', 'name']).execute()
    expect(rows.map(({ id }) => id)).toContain(used.id)
    expect(await stored()).toEqual(rows.flatMap(({ name }) => [pictureKey(name, 1600), pictureKey(name, 800), pictureKey(name, 400)]).sort())
  })
})
