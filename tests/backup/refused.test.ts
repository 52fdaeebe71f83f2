import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { apps } from '#apps'
import { once, readArchive, writeArchive } from '#server/backup/archive.ts'
import { backUp } from '#server/backup/backup.ts'
import type { Manifest } from '#server/backup/manifest.ts'
import { restore } from '#server/backup/restore.ts'
import { membersOf, tarOf } from '#server/backup/tar.ts'
import { readConfig } from '#server/config.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { emptyPlace, on_postgres, type Place } from './places.ts'

setDefaultTimeout(60_000)
const folder = mkdtempSync(join(tmpdir(), 'banyan-refused-'))
const file = join(folder, 'backup.tar.gz')
const at = new Date(0)
let t: TestSite
let to: Place
let manifest: Manifest
beforeAll(async () => {
  t = await testSite(apps)
  await t.site.files.put('avatars/one.webp', new Uint8Array(1000).fill(1), 'image/webp')
  manifest = await backUp(t.site.config, file)
  to = await emptyPlace(t.environment)
})
afterAll(async () => {
  await to.end()
  await t.end()
  rmSync(folder, { recursive: true })
})

/** Refused with this reason, by `--verify` and by a restore, which leaves the place as it was. */
async function refused(name: string, reason: string, by: 'both' | 'restore' = 'both'): Promise<void> {
  const before = readdirSync(to.config.DATA_DIR)
  if (by === 'both') await expect(readArchive(name)).rejects.toThrow(reason)
  await expect(restore(to.config, apps, name)).rejects.toThrow(reason)
  expect(readdirSync(to.config.DATA_DIR)).toEqual(before)
}

const written = (name: string, bytes: Uint8Array | string) => {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}

/** The backup with its files passed through `change`, and a manifest that fits the old ones. */
async function changed(name: string, change: (files: [string, Buffer][]) => [string, Buffer][]): Promise<string> {
  const files: [string, Buffer][] = []
  for await (const { name, chunks } of membersOf(once(gunzipSync(readFileSync(file))))) files.push([name, await all(chunks)])
  async function* members() {
    for (const [name, bytes] of change(files)) yield { name, size: bytes.length, chunks: once(bytes) }
  }
  return written(name, gzipSync(await all(tarOf(members(), at))))
}
async function all(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}
const isLast = (name: string) => name === 'manifest.json'

test('what is not there, no file, or another kind of file', async () => {
  await refused(join(folder, 'nowhere.tar.gz'), 'There is no file')
  await refused(folder, 'is no file')
  await refused(written('a.txt', 'these are the words of somebody'), 'it is no backup, or a damaged one')
  await refused(written('b.gz', gzipSync('words, squeezed')), 'It ends too early')
  await refused(written('c.gz', gzipSync(Buffer.alloc(4096, 'x'))), 'no archive')
  await refused(written('d.gz', gzipSync(new Uint8Array(1024))), 'it has no manifest')
  await refused(written('e', ''), 'cannot be used')
})

test('cut anywhere', async () => {
  const bytes = readFileSync(file)
  for (const part of [0.1, 0.5, 0.9, 0.999]) await refused(written('cut', bytes.subarray(0, Math.floor(bytes.length * part))), 'cannot be used')
  await refused(written('cut', bytes.subarray(0, -1)), 'it ends too early')
  // Whole as a gzip file, its archive is not.
  const archive = gunzipSync(bytes)
  for (const end of [512, 1024, 5000]) await refused(written('cut', gzipSync(archive.subarray(0, -end))), 'cannot be used')
})

test('one bit changed anywhere, in the file or in the archive within', async () => {
  const bytes = readFileSync(file)
  const archive = gunzipSync(bytes)
  const inManifest = archive.lastIndexOf('manifest.json')
  const flip = (whole: Buffer, where: number) => {
    const flipped = Buffer.from(whole)
    flipped[where] = (flipped[where] ?? 0) ^ 4
    return flipped
  }
  const isRead = (name: string) =>
    readArchive(name).then(
      () => true,
      ({ message }: Error) => {
        expect(message).toContain('cannot be used')
        return false
      },
    )
  for (let n = 0; n < 60; n++) {
    const outer = flip(bytes, 10 + Math.floor((n / 60) * (bytes.length - 10)))
    // Of a run of equal bytes another one may be meant, and it is the same.
    if (await isRead(written('flipped', outer))) expect(gunzipSync(outer).equals(archive)).toBe(true)
    const where = Math.floor((n / 60) * inManifest)
    // Between its files an archive is padded.
    if (await isRead(written('inner', gzipSync(flip(archive, where))))) expect(archive[where]).toBe(0)
  }
})

test('a part with other bytes, one too few, one too many, one twice', async () => {
  await refused(
    await changed('other', (files) => files.map(([name, bytes]) => [name, name.startsWith('media/') ? Buffer.from('other') : bytes])),
    'its checksum is another',
  )
  await refused(await changed('few', (files) => files.filter(([name]) => !name.startsWith('media/'))), 'media/avatars/one.webp is missing')
  await refused(await changed('many', (files) => [['media/avatars/two.webp', Buffer.from('2')], ...files]), 'its manifest does not know of it')
  await refused(await changed('twice', (files) => [...files.filter(([name]) => !isLast(name)), ...files]), 'is in it twice')
  await refused(await changed('after', (files) => [...files, ['media/avatars/two.webp', Buffer.from('2')]]), 'Something follows the manifest')
})

test('names that lead elsewhere, and links', async () => {
  for (const name of [
    '../evil',
    'media/../../evil',
    '/etc/evil',
    'media//evil',
    'media/.backups/x',
    'database/../evil',
    'media/Evil',
    'evil',
    'media/a\\..\\b',
  ])
    await refused(await changed('evil', (files) => [[name, Buffer.from('evil')], ...files]), 'is no part of a backup')
  expect(existsSync(join(to.config.DATA_DIR, '../evil'))).toBe(false)
  const place = join(folder, 'linked')
  mkdirSync(join(place, 'media'), { recursive: true })
  symlinkSync('/etc', join(place, 'media/etc'))
  expect(Bun.spawnSync(['tar', '--format=ustar', '-czf', join(folder, 'linked.gz'), '-C', place, 'media/etc']).exitCode).toBe(0)
  await refused(join(folder, 'linked.gz'), 'in it is no file')
})

test('a format, a schema or a database that is not this one’s', async () => {
  const as = (name: string, change: object) =>
    changed(name, (files) =>
      files.map(([part, bytes]) => [part, isLast(part) ? Buffer.from(JSON.stringify({ ...JSON.parse(bytes.toString()), ...change })) : bytes]),
    )
  await refused(await as('format', { format: 2 }), 'a newer Banyan has made it')
  await refused(await as('manifest', { rows: 'many' }), 'its manifest is not one of ours')
  await refused(
    await as('schema', { migrations: [...manifest.migrations, 'tasks/0099-later'], version: '9.0.0' }),
    'made by Banyan 9.0.0, whose database has tasks/0099-later',
    'restore',
  )
  const said = on_postgres ? 'Restore it where DATABASE_URL is not set' : 'Restore it with the DATABASE_URL of an empty PostgreSQL database'
  await refused(await as('dialect', { dialect: on_postgres ? 'sqlite' : 'postgres' }), said, 'restore')
})

test('a file that is there is not written over, unless that is asked for', async () => {
  const before = readFileSync(file)
  await expect(backUp(t.site.config, file)).rejects.toThrow('is there already')
  expect(readFileSync(file).equals(before)).toBe(true)
  const again = join(folder, 'again.tar.gz')
  cpSync(file, again)
  const { id } = await backUp(t.site.config, again, { force: true })
  expect((await readArchive(again)).id).toBe(id)
  // Two at once: one of them.
  const both = join(folder, 'both.tar.gz')
  const ended = await Promise.allSettled([backUp(t.site.config, both), backUp(t.site.config, both)])
  expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await readArchive(both)
})

test('without a database there is nothing to back up, and nothing is left', async () => {
  const missing = join(folder, 'no-site')
  mkdirSync(missing)
  await expect(backUp(to.config, join(missing, 'backup.tar.gz'))).rejects.toThrow('nothing to back up')
  expect(readdirSync(missing)).toEqual([])
  const unreachable = readConfig({ ...t.environment, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' }, () => '')
  await expect(backUp(unreachable, join(missing, 'backup.tar.gz'))).rejects.toThrow('The database cannot be reached')
  await expect(backUp(t.site.config, '/proc/backup.tar.gz')).rejects.toThrow('Nothing can be written to /proc')
  expect(readdirSync(missing)).toEqual([])
})

test('every tar opens it; long names and empty files come back as they were', async () => {
  const listed = Bun.spawnSync(['tar', '-tzf', file]).stdout.toString().trim().split('\n')
  expect(listed.sort()).toEqual([...Object.keys(manifest.parts), 'manifest.json'].sort())
  const long = `media/${'a'.repeat(90)}/${'b'.repeat(90)}.webp`
  const path = join(folder, 'long.tar.gz')
  const parts: [string, Buffer][] = [
    [long, Buffer.from('long')],
    ['media/empty', Buffer.alloc(0)],
  ]
  async function* members() {
    for (const [name, bytes] of parts) yield { name, size: bytes.length, chunks: once(bytes) }
  }
  await writeArchive(path, members(), at, (sums) => ({ ...manifest, parts: sums }))
  expect(Bun.spawnSync(['tar', '-xzOf', path, long]).stdout.toString()).toBe('long')
  const seen: [string, Buffer][] = []
  await readArchive(path, async ({ name, chunks }) => void seen.push([name, await all(chunks)]))
  expect(seen).toEqual(parts)
})
