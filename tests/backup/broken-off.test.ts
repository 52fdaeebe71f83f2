import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { apps } from '#apps'
import { readArchive } from '#server/backup/archive.ts'
import { backUp } from '#server/backup/backup.ts'
import type { Manifest } from '#server/backup/manifest.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { bare } from '../frozen-copy.ts'
import { emptyPlace, on_postgres, type Place } from './places.ts'

setDefaultTimeout(240_000)
const root = resolve(import.meta.dir, '../..')
const folder = mkdtempSync(join(tmpdir(), 'banyan-broken-off-'))
const file = join(folder, 'backup.tar.gz')
const rounds = Number(process.env['KILL_ROUNDS'] ?? (on_postgres ? 3 : 5))
let t: TestSite
let manifest: Manifest
beforeAll(async () => {
  t = await testSite(apps)
  await t.person('asha')
  // So much that there is something to break off.
  const noise = () => crypto.getRandomValues(new Uint8Array(60_000))
  for (let n = 0; n < 120; n++) await t.site.files.put(`avatars/${n}.webp`, noise(), 'image/webp')
  manifest = await backUp(t.site.config, file)
})
afterAll(async () => {
  await t.end()
  rmSync(folder, { recursive: true })
})

/** A verb in a process of its own. With a limit it finds the disk full: no file grows beyond so many kilobytes. */
function banyan(environment: TestSite['environment'], args: string[], limit = 'unlimited') {
  const run = [
    'sh',
    '-c',
    'trap "" XFSZ; ulimit -f "$1"; shift; exec "$@"',
    'sh',
    limit,
    process.execPath,
    '--no-env-file',
    join(root, 'bin/banyan.ts'),
    ...args,
  ]
  return Bun.spawn(run, { cwd: root, env: { ...bare, ...environment }, stdout: 'pipe', stderr: 'pipe' })
}
async function ended(child: ReturnType<typeof banyan>) {
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return { code: await child.exited, out, err }
}

/** Kills it later and later: from its first step to after its last. */
async function killed(child: ReturnType<typeof banyan>, began: () => boolean, round: number, whole_ms: number): Promise<void> {
  while (!began() && child.exitCode === null) await Bun.sleep(1)
  await Bun.sleep((round / (rounds - 1)) * whole_ms * 1.1)
  child.kill('SIGKILL')
  await child.exited
}

test(`a backup that is killed leaves no file that looks like one, ${rounds} times`, async () => {
  const place = join(folder, 'killed')
  mkdirSync(place)
  const target = join(place, 'target.tar.gz')
  const working = () => readdirSync(place).some((name) => name.startsWith('.unfinished-backup-'))
  const seen: string[] = []
  const first = performance.now()
  await backUp(t.site.config, join(folder, 'timed.tar.gz'))
  const whole_ms = performance.now() - first
  for (let round = 0; round < rounds; round++) {
    await killed(banyan(t.environment, ['backup', target]), working, round, whole_ms)
    if (existsSync(target)) await readArchive(target)
    seen.push(existsSync(target) ? 'whole' : 'none')
    expect(readdirSync(place).filter((name) => !name.startsWith('.unfinished-backup-') && name !== 'target.tar.gz')).toEqual([])
    rmSync(target, { force: true })
  }
  expect(seen).toContain('none')
  // What they left goes with the first backup of another day.
  for (const name of readdirSync(place)) utimesSync(join(place, name), 0, 0)
  await backUp(t.site.config, target)
  expect(readdirSync(place)).toEqual(['target.tar.gz'])
})

test('a backup that is stopped, or finds no room, says so and leaves nothing', async () => {
  const place = join(folder, 'stopped')
  mkdirSync(place)
  const target = join(place, 'target.tar.gz')
  const child = banyan(t.environment, ['backup', target])
  while (readdirSync(place).length === 0) await Bun.sleep(1)
  child.kill('SIGTERM')
  const { code, err } = await ended(child)
  expect({ code, err, left: readdirSync(place) }).toEqual({ code: 130, err: 'Stopped. There is no backup.\n', left: [] })
  // For the copy of the database, and for the archive.
  for (const limit of on_postgres ? ['2000'] : ['64', '4000']) {
    const full = await ended(banyan(t.environment, ['backup', target], limit))
    expect({ limit, ...full, left: readdirSync(place) }).toEqual({
      limit,
      code: 1,
      out: '',
      err: `There is no room in ${place} for the backup. Nothing was left there.\n`,
      left: [],
    })
  }
  expect(readdirSync(join(t.site.config.DATA_DIR, 'media/.backups')).length).toBeLessThanOrEqual(rounds)
})

/** Users and files, as a process that starts now finds them; undefined where there is no site. */
async function found({ config }: Place): Promise<{ users: number; files: number } | undefined> {
  try {
    const { rows, uploads } = await backUp(config, join(folder, 'found.tar.gz'), { force: true })
    return { users: rows['users'] ?? 0, files: uploads.files }
  } catch (error) {
    if ((error as Error).message.includes('nothing to back up')) return
    throw error
  }
}

test(`a restore that is killed leaves the old site or none, and can be run again, ${rounds} times`, async () => {
  const first = await emptyPlace(t.environment)
  const child = banyan(first.environment, ['restore', file])
  while (!existsSync(join(first.config.DATA_DIR, 'restoring'))) await Bun.sleep(1)
  const began = performance.now()
  expect(await ended(child)).toMatchObject({ code: 0, err: '' })
  const whole_ms = performance.now() - began
  await first.end()
  const seen: string[] = []
  for (let round = 0; round < rounds; round++) {
    const place = await emptyPlace(t.environment)
    const unpacking = () => existsSync(join(place.config.DATA_DIR, 'restoring'))
    // An older site first, in every second round.
    const older = round % 2 === 1
    const empty = join(folder, 'older.tar.gz')
    if (older) {
      const site = await testSite(apps)
      await backUp(site.site.config, empty, { force: true })
      await site.end()
      expect(await ended(banyan(place.environment, ['restore', empty]))).toMatchObject({ code: 0, err: '' })
    }
    await killed(banyan(place.environment, ['restore', file, '--replace']), unpacking, round, whole_ms)
    const state = await found(place)
    // Files without rows are nobody's; the rows decide.
    seen.push(state === undefined ? 'none' : state.users === 0 ? 'old' : 'new')
    if (!older) expect(state === undefined || state.users === manifest.rows['users']).toBe(true)
    if (state && state.users > 0) expect(state.files).toBe(manifest.uploads.files)
    const again = await ended(banyan(place.environment, ['restore', file, '--replace']))
    expect(again).toMatchObject({ code: 0, err: '' })
    expect(await found(place)).toEqual({ users: manifest.rows['users'] ?? 0, files: manifest.uploads.files })
    expect(existsSync(join(place.config.DATA_DIR, 'restoring'))).toBe(false)
    await place.end()
  }
  console.log(`killed restores left: ${seen.join(', ')}`)
  expect(seen).toContain('none')
})

test('a restore that finds no room says so, and nothing has changed', async () => {
  const place = await emptyPlace({ ...t.environment, BANYAN_ENV: 'testing' })
  const { code, err } = await ended(banyan(place.environment, ['restore', file], '30'))
  expect({ code, err }).toEqual({ code: 1, err: 'There is no room to unpack the backup. The site is as it was.\n' })
  expect(await found(place)).toBeUndefined()
  await place.end()
})

test('while a restore is going on no server opens the site, and no second restore', async () => {
  const place = await emptyPlace(t.environment)
  const { lockForRestore } = await import('#server/backup/restore-lock.ts')
  const lock = lockForRestore(place.config.DATA_DIR)
  const said = 'A restore into this site is going on: wait until it has ended.\n'
  expect(await ended(banyan(place.environment, ['migrate']))).toMatchObject({ code: 1, err: said })
  expect(await ended(banyan(place.environment, ['restore', file]))).toMatchObject({ code: 1, err: said })
  lock.release()
  expect(await ended(banyan(place.environment, ['restore', file]))).toMatchObject({ code: 0 })
  await place.end()
})

test('several processes may look for a restore at once: the file of one that was killed stops none of them', async () => {
  const { refuseWhileRestoring, restoringFolder } = await import('#server/backup/restore-lock.ts')
  const data_dir = mkdtempSync(join(tmpdir(), 'banyan-lock-'))
  mkdirSync(restoringFolder(data_dir))
  const left = join(restoringFolder(data_dir), 'lock')
  const other = new Database(left, { create: true })
  try {
    other.run('create table held (n)')
    other.run('begin')
    other.query('select * from held').all()
    expect(() => refuseWhileRestoring(data_dir)).not.toThrow()
    other.run('commit')
    other.run('begin exclusive')
    expect(() => refuseWhileRestoring(data_dir)).toThrow('A restore into this site is going on')
  } finally {
    other.close()
    rmSync(data_dir, { recursive: true })
  }
})

test('the verbs say how they are called, and `--keep` leaves the last few of their own', async () => {
  for (const args of [
    ['backup', 'a', 'b'],
    ['backup', '--verify'],
    ['backup', '--keep', 'many'],
    ['restore'],
    ['restore', 'a', 'b'],
    ['restore', 'a', '--what'],
  ])
    expect(await ended(banyan(t.environment, args))).toMatchObject({ code: 2, err: expect.stringContaining('Usage: ./banyan') })
  const place = join(t.site.config.DATA_DIR, 'backups')
  mkdirSync(place, { recursive: true })
  for (const name of ['banyan-20250101T000000Z.tar.gz', 'banyan-20250102T000000Z.tar.gz', 'mine.tar.gz']) await Bun.write(join(place, name), name)
  const { code, out } = await ended(banyan(t.environment, ['backup', '--keep', '2']))
  expect(code).toBe(0)
  expect(out).toContain('Removed banyan-20250101T000000Z.tar.gz')
  const left = readdirSync(place).sort()
  expect(left).toEqual(['banyan-20250102T000000Z.tar.gz', expect.stringMatching(/^banyan-\d{8}T\d{6}Z\.tar\.gz$/), 'mine.tar.gz'])
  expect(await ended(banyan(t.environment, ['backup', '--verify', join(place, left[1] ?? '')]))).toMatchObject({
    code: 0,
    out: expect.stringContaining('is whole'),
  })
  expect(await ended(banyan(t.environment, ['backup', '--verify', join(place, 'mine.tar.gz')]))).toMatchObject({ code: 1 })
})
