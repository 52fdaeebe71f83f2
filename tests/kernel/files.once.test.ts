import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { diskFiles } from '#server/files/disk-files.ts'
import { checkKey, type Files } from '#server/files/files.ts'
import { openFiles } from '#server/files/open-files.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const folder = mkdtempSync(join(tmpdir(), 'banyan-files-'))

/** As much of S3 as a client of it can tell: objects by key, signed requests only. */
const objects = new Map<string, { data: Uint8Array<ArrayBuffer>; type: string }>()
const s3 = Bun.serve({
  port: 0,
  async fetch(request) {
    if (!request.headers.get('authorization')?.startsWith('AWS4-HMAC-SHA256 Credential=the-key/')) return new Response(null, { status: 403 })
    const { pathname, searchParams } = new URL(request.url)
    const key = decodeURIComponent(pathname.slice('/the-bucket/'.length))
    if (searchParams.has('list-type')) return listing(searchParams)
    if (request.method === 'PUT') objects.set(key, { data: await request.bytes(), type: request.headers.get('content-type') ?? '' })
    if (request.method === 'DELETE') return new Response(null, { status: objects.delete(key) ? 204 : 204 })
    const found = objects.get(key)
    return found ? new Response(request.method === 'GET' ? found.data : null, { headers: { etag: '"x"' } }) : new Response(null, { status: 404 })
  },
})
function listing(query: URLSearchParams): Response {
  const after = query.get('start-after') ?? ''
  const keys = [...objects.keys()].sort().filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after)
  // Small parts, so that the client has to ask again.
  const part = keys.slice(0, 2).map((key) => `<Contents><Key>${key}</Key></Contents>`)
  const xml = `<?xml version="1.0"?><ListBucketResult><IsTruncated>${keys.length > 2}</IsTruncated>${part.join('')}</ListBucketResult>`
  return new Response(xml, { headers: { 'content-type': 'application/xml' } })
}

const config = (values: object) => ({ DATA_DIR: folder, ...values }) as Parameters<typeof openFiles>[0]
const stores: [string, () => Files][] = [
  ['on disk', () => openFiles(config({}))],
  [
    'in S3',
    () =>
      openFiles(
        config({ S3_BUCKET: 'the-bucket', S3_ENDPOINT: s3.url.origin, S3_REGION: 'here', S3_ACCESS_KEY_ID: 'the-key', S3_SECRET_ACCESS_KEY: 'a-secret' }),
      ),
  ],
]

beforeAll(() => objects.clear())
afterAll(async () => {
  await s3.stop(true)
  rmSync(folder, { recursive: true, force: true })
})

for (const [where, open] of stores)
  describe(where, () => {
    const files = open()
    test('what was put is there, whole, and a second put replaces it', async () => {
      await files.put('avatars/a.webp', bytes('first'), 'image/webp')
      await files.put('avatars/a.webp', bytes('second'), 'image/webp')
      expect(await (await files.get('avatars/a.webp'))?.text()).toBe('second')
    })
    test('what is not there is undefined, and removing it no error', async () => {
      expect(await files.get('avatars/none.webp')).toBeUndefined()
      await files.remove('avatars/none.webp')
      await files.remove('avatars/a.webp')
      expect(await files.get('avatars/a.webp')).toBeUndefined()
    })
    test('keys are listed by their beginning, all of them', async () => {
      for (const name of ['exports/1.zip', 'avatars/1.webp', 'avatars/2.webp', 'avatars/3.webp']) await files.put(name, bytes(name), 'x')
      expect(await files.keys('avatars/')).toEqual(['avatars/1.webp', 'avatars/2.webp', 'avatars/3.webp'])
    })
    test('a key cannot climb out of its folder', async () => {
      for (const key of ['../x', 'a/../../x', '/etc/passwd', 'a//b', 'a/', '', '.hidden', 'a/.part-1', 'A', 'a\0b', 'a b', 'x'.repeat(201)]) {
        expect(() => checkKey(key)).toThrow('not a key')
        await expect((async () => files.put(key, bytes('x'), 'x'))()).rejects.toThrow('not a key')
        await expect((async () => files.get(key))()).rejects.toThrow('not a key')
      }
    })
  })

test('nothing half-written is left where a put fails', async () => {
  const files = diskFiles(join(folder, 'failing'))
  await files.put('a/b', bytes('x'), 'x')
  await expect(files.put('a', bytes('y'), 'x')).rejects.toThrow()
  expect(readdirSync(join(folder, 'failing'))).toEqual(['a'])
})
