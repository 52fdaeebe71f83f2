import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { type Bytes, chunksOf, joined, jpegWithExif, png, text } from '#server/testing-pictures.ts'
import { getProfileV1 } from '../contract/profile.ts'
import { getMe } from '../contract/session-door.ts'
import { avatarKey, readAvatarKey } from '../server/avatar-keys.ts'
import { avatarJobs } from '../server/avatars.ts'
import { accounts } from '../server/index.ts'
import { actions, withToken } from './people.ts'

setDefaultTimeout(60_000)
const address = '/api/v1/users/profile/avatar/'

let t: TestSite
let asha: Visitor
beforeAll(async () => {
  t = await testSite([accounts])
  asha = await t.person('asha')
})
afterAll(() => t.end())

const put = (who: Visitor, body: Bytes | FormData, type?: string) =>
  who.request(address, { method: 'PUT', body, ...(type && { headers: { 'content-type': type } }) })
async function avatarOf(response: Response): Promise<string> {
  expect(response.status).toBe(200)
  const { data } = (await response.json()) as { data: { avatar: string } }
  return data.avatar
}
const fetched = async (path: string) => {
  const response = await t.visitor().request(path)
  return { status: response.status, headers: response.headers, bytes: await response.bytes() }
}
const stored = () => t.site.files.keys('avatars/')
/** Red on the left, green in the middle, blue on the right. */
const flag = (x: number) => (x < 100 ? ([255, 0, 0] as const) : x < 200 ? ([0, 255, 0] as const) : ([0, 0, 255] as const))

async function middleColour(webp: Uint8Array, x: number, y: number, side: number): Promise<number[]> {
  const { default: zlib } = await import('node:zlib')
  const file = Buffer.from(await new Bun.Image(webp).resize(side, side, { filter: 'nearest' }).png().bytes())
  const parts: Buffer[] = []
  let samples = 3
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    const name = file.toString('latin1', at + 4, at + 8)
    if (name === 'IHDR') samples = file[at + 17] === 6 ? 4 : 3
    if (name === 'IDAT') parts.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)))
  }
  const rows = zlib.inflateSync(Buffer.concat(parts))
  const { cropPng } = await import('#server/images/png-crop.ts')
  // Our own reader undoes the filters: a picture that is square already comes back with none.
  const plain = Buffer.from(cropPng(new Uint8Array(file), side))
  const idat = plain.indexOf('IDAT')
  const raw = zlib.inflateSync(plain.subarray(idat + 4, idat + 4 + plain.readUInt32BE(idat - 4)))
  expect(raw.length).toBe(rows.length)
  const from = y * (side * samples + 1) + 1 + x * samples
  return [...raw.subarray(from, from + 3)]
}

describe('a picture that is fine', () => {
  test('it is drawn anew as WebP in two sizes, shown by every door, and kept by browsers for a year', async () => {
    const avatar = await avatarOf(await put(asha, png(300, 300), 'image/png'))
    expect(avatar).toMatch(/^\/media\/avatars\/[0-9a-f]{44}\.webp$/)
    for (const [path, side] of [
      [avatar, 256],
      [avatar.replace('.webp', '-96.webp'), 96],
    ] as const) {
      const { status, headers, bytes } = await fetched(path)
      expect(status).toBe(200)
      expect(headers.get('content-type')).toBe('image/webp')
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
      expect(await new Bun.Image(bytes).metadata()).toEqual({ width: side, height: side, format: 'webp' })
      const again = await t.visitor().request(path, { headers: { 'if-none-match': headers.get('etag') ?? '' } })
      expect(again.status).toBe(304)
    }
    expect((await asha.call(getProfileV1, {})).data.avatar).toBe(avatar)
    expect((await asha.call(getMe, {})).data.avatar).toBe(avatar)
  })

  test('of a wide one the middle is taken, and a turned one stands upright', async () => {
    const wide = await avatarOf(await put(asha, png(300, 100, flag), 'image/png'))
    const { bytes } = await fetched(wide)
    const [r = 0, g = 0, b = 0] = await middleColour(bytes, 128, 128, 256)
    expect(g > 200 && r < 80 && b < 80).toBe(true)
    // Orientation 6: the camera was turned, so the left of the file is the top of the picture.
    const turned = await avatarOf(await put(asha, await jpegWithExif(png(300, 300, flag), 6), 'image/jpeg'))
    const upright = (await fetched(turned)).bytes
    const [top = 0] = await middleColour(upright, 128, 10, 256)
    const [, , bottom = 0] = await middleColour(upright, 128, 245, 256)
    expect(top > 200 && bottom > 200).toBe(true)
  })

  test('nothing but pixels is left of it', async () => {
    const { bytes } = await fetched(await avatarOf(await put(asha, await jpegWithExif(png(400, 400), 1), 'image/jpeg')))
    expect(['VP8 ', 'VP8L', 'VP8X', 'ALPH'].filter((name) => chunksOf(bytes).includes(name))).toEqual(chunksOf(bytes))
    expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/Exif|GPS|ICC/i)
  })

  test('as a form with one file it is the same, whatever the file is called', async () => {
    for (const name of ['me.png', '../../etc/passwd', 'a\u202egpj.exe', '<script>.html', 'x'.repeat(300), 'मेरी तस्वीर.png', '.htaccess']) {
      const form = new FormData()
      form.set('file', new File([png(64, 64)], name, { type: 'image/png' }))
      expect(await avatarOf(await put(asha, form))).toMatch(/^\/media\/avatars\/[0-9a-f]{44}\.webp$/)
    }
    expect((await stored()).length).toBe(2)
  })

  test('a token opens the door without a CSRF token, a cookie does not', async () => {
    const program = await withToken(t, 'asha')
    expect((await put(program, png(32, 32), 'image/png')).status).toBe(200)
    const forged = await asha.request(address, { method: 'PUT', body: png(32, 32), headers: { 'content-type': 'image/png', 'x-csrftoken': 'wrong' } })
    expect(forged.status).toBe(403)
    expect((await put(t.visitor(), png(32, 32), 'image/png')).status).toBe(401)
  })
})

describe('replacing and removing', () => {
  test('the picture before is gone when the new one is there, also from memory; the write is audited without bytes', async () => {
    const first = await avatarOf(await put(asha, png(50, 50), 'image/png'))
    expect((await fetched(first)).status).toBe(200)
    const second = await avatarOf(await put(asha, png(50, 50), 'image/png'))
    expect(second).not.toBe(first)
    expect((await fetched(first)).status).toBe(404)
    expect((await stored()).length).toBe(2)
    const removed = await asha.request(address, { method: 'DELETE' })
    expect(((await removed.json()) as { data: { avatar: null } }).data.avatar).toBeNull()
    expect((await fetched(second)).status).toBe(404)
    expect(await stored()).toEqual([])
    expect((await asha.call(getMe, {})).data.avatar).toBeNull()
    expect((await asha.request(address, { method: 'DELETE' })).status).toBe(200)
    expect((await actions(t)).slice(-3)).toEqual(['accounts.avatar_set', 'accounts.avatar_set', 'accounts.avatar_removed'])
  })

  test('ten at once: one stays, and after a day the sweep leaves only its two files', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => put(asha, png(80, 80), 'image/png')))
    expect(answers.map(({ status }) => status)).toEqual(new Array(10).fill(200))
    const { avatar } = (await asha.call(getProfileV1, {})).data
    await t.site.files.put(avatarKey(`${'0'.repeat(12)}${'ab'.repeat(16)}`, 256), text('an orphan'), 'image/webp')
    await t.site.files.put(
      avatarKey(`${t.site.now().getTime().toString(16).padStart(12, '0')}${'cd'.repeat(16)}`, 256),
      text('of a write under way'),
      'image/webp',
    )
    const sweep = () => avatarJobs[0]?.run({ id: 'x', attempt: 1, payload: {}, site: t.site })
    await sweep()
    expect((await stored()).some((key) => key.includes('cdcd'))).toBe(true)
    expect((await stored()).some((key) => key.includes('abab'))).toBe(false)
    t.pass(2 * 86_400_000)
    await sweep()
    expect((await stored()).map((key) => `/media/${key}`).sort()).toEqual([avatar ?? '', (avatar ?? '').replace('.webp', '-96.webp')].sort())
  })

  test('what lies beside the avatars is not public, and no path climbs out', async () => {
    await t.site.files.put('exports/secret.webp', text('secret'), 'image/webp')
    for (const path of [
      '/media/exports/secret.webp',
      '/media/',
      '/media/avatars/',
      '/media/avatars/../exports/secret.webp',
      '/media/avatars/%2e%2e/exports/secret.webp',
      '/media/avatars/x.html',
    ])
      expect(`${path} ${(await fetched(path)).status}`).toBe(`${path} 404`)
    expect(readAvatarKey(avatarKey('0190000000ff', 96)).name).toBe('0190000000ff')
  })
})

/** PROMISES R22: files that want something else than to be a picture. */
const whole = png(64, 64)
const hostile: [name: string, file: Bytes, type: string, status: 200 | 400 | 413 | 415][] = [
  ['an SVG with a script', text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'image/svg+xml', 415],
  ['an SVG called PNG', text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'image/png', 400],
  ['HTML called PNG', text('<!doctype html><script>alert(1)</script>'), 'image/png', 400],
  ['JavaScript behind a GIF head', text('GIF89a/*\x10\0\x10\0*/=1;alert(1)//'), 'image/gif', 400],
  ['a PNG with HTML behind it', joined(whole, '<script>alert(document.cookie)</script>'), 'image/png', 200],
  ['a PNG with a zip behind it', joined(whole, 'PK\x03\x04malware.exe'), 'image/png', 200],
  ['a PNG that claims 60,000 × 60,000 pixels', png(1, 1, undefined, { claims: [60_000, 60_000] }), 'image/png', 400],
  ['a PNG that claims more pixels than it has', png(64, 64, undefined, { claims: [4000, 4000] }), 'image/png', 400],
  ['a PNG without any size', png(1, 1, undefined, { claims: [0, 0] }), 'image/png', 400],
  ['half a PNG', whole.slice(0, whole.length / 2), 'image/png', 400],
  ['only the first bytes of a PNG', whole.slice(0, 8), 'image/png', 400],
  ['nothing', new Uint8Array(), 'image/png', 400],
  ['zeros', new Uint8Array(1000), 'image/png', 400],
  ['a strip of 4,000 × 2 pixels', png(4000, 2), 'image/png', 400],
  ['more than ten megabytes', joined(whole, new Uint8Array(10 * 1024 * 1024)), 'image/png', 413],
]

describe('hostile files', () => {
  for (const [name, file, type, status] of hostile)
    test(`${name}: ${status === 200 ? 'only its pixels are kept' : `${status}, and nothing is stored`}`, async () => {
      const before = await stored()
      const response = await put(asha, file, type)
      expect(response.status).toBe(status)
      if (status !== 200) {
        const { status: kind, error } = (await response.json()) as { status: string; error: { message: string } }
        expect(kind).toBe('error')
        expect(error.message).not.toMatch(/ERR_|Image:|decode/)
        expect(await stored()).toEqual(before)
        return
      }
      const { bytes } = await fetched(await avatarOf(response))
      for (const hidden of ['script', 'PK\x03\x04']) expect(Buffer.from(bytes).toString('latin1')).not.toContain(hidden)
    })

  test('while large pictures are drawn the server goes on answering: it never stalls for 100 ms', async () => {
    const large = png(4500, 4500)
    // What stalls because of us stalls each time.
    const worst: number[] = []
    for (let round = 0; round < 4 && !worst.some((ms) => ms < 100); round++) worst.push(await longestPause(() => threeAtOnce(large)))
    expect(Math.min(...worst)).toBeLessThan(100)
  })

  test('more at once than can wait are told to come back', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => put(asha, png(900, 900), 'image/png')))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(17)
    const refused = answers.find(({ status }) => status === 503)
    expect(refused?.headers.get('retry-after')).toBe('5')
  })
})

async function threeAtOnce(picture: Bytes): Promise<void> {
  const answers = await Promise.all([1, 2, 3].map(() => put(asha, picture, 'image/png')))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
}

/** The longest time in milliseconds that nothing else could run; without the time in which this thread was ready and others had the cores. */
async function longestPause(work: () => Promise<void>): Promise<number> {
  const now = () => performance.now() - withoutCore()
  let last = now()
  let longest = 0
  const watch = setInterval(() => {
    const here = now()
    longest = Math.max(longest, here - last)
    last = here
  }, 2)
  await work()
  clearInterval(watch)
  return longest
}

/** How long this thread has waited for a core, in milliseconds; only Linux tells. */
function withoutCore(): number {
  const file = '/proc/thread-self/schedstat'
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[1]) / 1e6 : 0
}
