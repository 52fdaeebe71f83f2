import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { apps } from '#apps'
import type { App } from '#server/app.ts'
import { readArchive } from '#server/backup/archive.ts'
import { auditBackup, backUp } from '#server/backup/backup.ts'
import { restore } from '#server/backup/restore.ts'
import { migrate } from '#server/db/migrate.ts'
import { openStore } from '#server/db/open-store.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { png } from '#server/testing-pictures.ts'
import { everyRow, rowCounts } from '#server/testing-rows.ts'
import { bare } from '../frozen-copy.ts'
import { emptyPlace, on_postgres, type Place } from './places.ts'

setDefaultTimeout(60_000)
const folder = mkdtempSync(join(tmpdir(), 'banyan-backup-'))
const file = join(folder, 'backup.tar.gz')
const operator = { actor_id: null, ip: null, request_id: null }
let t: TestSite
const places: Place[] = []
const place = async () => {
  const made = await emptyPlace(t.environment)
  places.push(made)
  return made
}
beforeAll(async () => {
  t = await testSite(apps)
  const asha = await t.person('asha')
  const picture = new Uint8Array(png(300, 200))
  const put = await asha.request('/api/v1/users/profile/avatar/', { method: 'PUT', body: picture, headers: { 'content-type': 'image/png' } })
  expect(put.status).toBe(200)
  await t.site.files.put('chat/anything', new Uint8Array([1, 2, 3]), 'application/octet-stream')
  await backUp(t.site.config, file)
})
afterAll(async () => {
  for (const one of places) await one.end()
  await t.end()
  rmSync(folder, { recursive: true })
})

const signIn = async (site: TestSite) => {
  const visitor = await site.visitor().withCsrf()
  const body = JSON.stringify({ username: 'asha', password: 'Peepal-tree-7' })
  return (await visitor.request('/auth/login/', { method: 'POST', body, headers: { 'content-type': 'application/json' } })).status
}

test('a backup is one file for its owner alone, with nothing beside it, and says what is in it', async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['backup.tar.gz'])
  const { dialect, rows, uploads, parts, migrations } = await readArchive(file)
  expect(dialect).toBe(on_postgres ? 'postgres' : 'sqlite')
  expect(rows).toMatchObject({ users: 1, profiles: 1, migrations: migrations.length })
  const keys = await t.site.files.keys('')
  expect(Object.keys(parts).filter((name) => name.startsWith('media/'))).toEqual(keys.map((key) => `media/${key}`))
  expect(uploads.files).toBe(keys.length)
  expect(readdirSync(join(t.site.config.DATA_DIR, 'media/.backups'))).toEqual([])
})

test('restored into nothing it is the same site: every row but what a restore changes, every file, and numbers count on', async () => {
  const before = await everyRow(t.site)
  const counts = await rowCounts(t.site)
  const to = await place()
  const { aside, same_key, migrated } = await restore(to.config, apps, file, { moved: true })
  expect({ aside, same_key, migrated }).toEqual({ aside: [], same_key: true, migrated: [] })
  expect(existsSync(join(to.config.DATA_DIR, 'restoring'))).toBe(false)
  const there = await testSite(apps, { environment: to.environment })
  try {
    expect(await rowCounts(there.site)).toEqual({ ...counts, audit_entries: (counts['audit_entries'] ?? 0) + 1 })
    const added = await there.site.store.db.selectFrom('audit_entries').selectAll().where('action', '=', 'kernel.site_restored').execute()
    expect(added).toHaveLength(1)
    await there.site.store.write(operator, (tx) => tx.deleteFrom('audit_entries').where('action', '=', 'kernel.site_restored').execute())
    expect((await everyRow(there.site)).split('\n').sort()).toEqual(before.split('\n').sort())
    const keys = await t.site.files.keys('')
    expect(await there.site.files.keys('')).toEqual(keys)
    for (const key of keys) expect(await (await there.site.files.get(key))?.bytes()).toEqual((await (await t.site.files.get(key))?.bytes()) ?? new Uint8Array())
    const ravi = await there.person('ravi')
    expect(ravi.cookies.size).toBeGreaterThan(0)
    expect(await there.site.store.db.selectFrom('users').select(['username', 'number']).orderBy('number').execute()).toEqual([
      { username: 'asha', number: 1 },
      { username: 'ravi', number: 2 },
    ])
    expect(await signIn(there)).toBe(200)
  } finally {
    await there.stop()
  }
})

test('sessions end, keys stay, and mails that waited are not sent twice; unless the site has only moved', async () => {
  const { store } = t.site
  const of = async (site: TestSite) => ({
    open: (await site.site.store.db.selectFrom('sessions').select('kind').where('ended_at', 'is', null).execute()).length,
    mails: (await site.site.store.db.selectFrom('jobs').select('state').where('name', '=', 'kernel.send_mail').execute()).map(({ state }) => state),
  })
  expect((await store.db.selectFrom('jobs').select('id').where('name', '=', 'kernel.send_mail').execute()).length).toBeGreaterThan(0)
  const [plain, moved] = [await place(), await place()]
  await restore(plain.config, apps, file)
  await restore(moved.config, apps, file, { moved: true })
  const [ended, going_on] = [await testSite(apps, { environment: plain.environment }), await testSite(apps, { environment: moved.environment })]
  try {
    expect(await of(ended)).toEqual({ open: 0, mails: ['dead'] })
    expect(await of(going_on)).toEqual({ open: 1, mails: ['queued'] })
    expect(await signIn(ended)).toBe(200)
  } finally {
    await ended.stop()
    await going_on.stop()
  }
})

test('where there is a site it is refused, and with --replace the old one is set aside, whole', async () => {
  const to = await place()
  await restore(to.config, apps, file)
  const env = { ...bare, ...to.environment, LOG_LEVEL: 'silent' }
  const other = Bun.spawn([process.execPath, '--no-env-file', join(import.meta.dir, 'other-process.ts')], {
    env,
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'inherit',
  })
  expect(await other.stdout.getReader().read()).toMatchObject({ done: false })
  await expect(restore(to.config, apps, file, { replace: true })).rejects.toThrow('stop it first')
  await other.stdin.end()
  expect(await other.exited).toBe(0)
  await expect(restore(to.config, apps, file)).rejects.toThrow('--replace')
  const before = await backUp(to.config, join(folder, 'before.tar.gz'))
  const entries = before.rows['audit_entries'] ?? 0
  expect(entries).toBeGreaterThan(0)

  const { aside } = await restore(to.config, apps, file, { replace: true })
  expect(aside).toHaveLength(2)
  const now = await testSite(apps, { environment: to.environment })
  try {
    expect(await rowCounts(now.site)).toMatchObject({ users: 1, audit_entries: entries })
    expect(await now.site.files.get('avatars/of-the-old.webp')).toBeUndefined()
    const [media = '', database = ''] = aside
    expect(await Bun.file(join(media, 'avatars/of-the-old.webp')).bytes()).toEqual(new Uint8Array([9]))
    if (on_postgres) {
      const old = sql.table(`${database.replace('the schema ', '')}.audit_entries`)
      expect((await sql<{ n: number }>`select count(*) as n from ${old}`.execute(now.site.store.db)).rows).toEqual([{ n: entries }])
    } else {
      const db = new Database(database, { readonly: true })
      expect(db.query('select count(*) from audit_entries').values().flat()).toEqual([entries])
      db.close()
    }
  } finally {
    await now.stop()
  }
})

test('a backup of an older schema is brought up to date; one of a newer schema is refused', async () => {
  const last = (name: string) => Object.keys(apps.find((app) => app.name === name)?.migrations ?? {}).at(-1) ?? ''
  const newer = ['accounts', 'chat'].map((name) => `${name}/${last(name)}`)
  const without = ({ name, migrations = {}, ...rest }: App): App => ({
    ...rest,
    name,
    migrations: Object.fromEntries(Object.entries(migrations).filter(([step]) => !newer.includes(`${name}/${step}`))),
  })
  const older = apps.map(without)
  const was = await emptyPlace(t.environment)
  places.push(was)
  const store = await openStore(was.config, () => new Date())
  await migrate(
    store,
    older.map(({ name, migrations = {} }) => ({ name, migrations })),
    () => new Date(),
  )
  await store.close()
  const old_file = join(folder, 'older.tar.gz')
  await backUp(was.config, old_file)
  const to = await place()
  expect((await restore(to.config, apps, old_file)).migrated.sort()).toEqual(newer)
  await (await testSite(apps, { environment: to.environment })).stop()

  await expect(restore((await place()).config, older, file)).rejects.toThrow('this one is older. Update it first.')
})

test('what is removed while a backup is made is in it, as the rows of its moment name it', async () => {
  const { config, files } = t.site
  await files.put('avatars/short-lived.webp', new Uint8Array([7, 7]), 'image/webp')
  await files.put('avatars/zzz.webp', new Uint8Array(3_000_000), 'image/webp')
  const made = backUp(config, join(folder, 'removed.tar.gz'))
  // From when its folder is there the moment may come.
  while (readdirSync(join(config.DATA_DIR, 'media/.backups')).length === 0) await Bun.sleep(0)
  await files.remove('avatars/short-lived.webp')
  expect(await files.keys('avatars/short')).toEqual([])
  const { parts } = await made
  expect(Object.keys(parts)).toContain('media/avatars/short-lived.webp')
  expect(readdirSync(join(config.DATA_DIR, 'media/.backups'))).toEqual([])
  await files.remove('avatars/zzz.webp')
})

test('the audit log is told of a backup, after it', async () => {
  const manifest = await backUp(t.site.config, join(folder, 'audited.tar.gz'))
  await auditBackup(t.site.config, join(folder, 'audited.tar.gz'), manifest)
  const told = await t.site.store.db.selectFrom('audit_entries').select(['object_id', 'changes']).where('action', '=', 'kernel.backup_made').execute()
  expect(told.map(({ object_id }) => object_id)).toEqual([manifest.id])
  expect(told[0]?.changes).toContain('audited.tar.gz')
})
