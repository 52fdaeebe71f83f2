import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { openPool } from '#server/db/postgres.ts'
import { enqueueTurn } from '#server/jobs/scheduler.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { fullHashes } from '#server/testing-hashes.ts'
import { everyRow } from '#server/testing-rows.ts'
import { login } from '../apps/accounts/contract/portal-door.ts'
import { signIn } from '../apps/accounts/contract/session-door.ts'
import { eraseDue } from '../apps/accounts/server/erase.ts'
import { apps } from '../apps/server.ts'
import { type DjangoProject, djangoProject, python } from './django/project.ts'

fullHashes()

setDefaultTimeout(120_000)
const password = 'Banyan-root-9 é'
const server = process.env['TEST_DATABASE_URL']

const users = `
from datetime import datetime, timezone
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.contrib.auth.models import User
def add(username, hasher='pbkdf2_sha256', email=None, **more):
    user = User(username=username, email=username + '@example.com' if email is None else email, **more)
    user.password = make_password('${password}', hasher=hasher) if hasher else make_password(None)
    user.save()
add('asha', first_name='Asha', last_name='Rao', last_login=datetime(2024, 5, 6, 7, 8, 9, 123456, timezone.utc))
add('bcrypt', hasher='bcrypt_sha256')
add('argon', hasher='argon2')
add('oldhash', hasher='pbkdf2_sha1')
add('unusable', hasher=None)
add('boss', is_staff=True, is_superuser=True)
add('clerk', is_staff=True)
add('gone', is_active=False)
add('nomail', email='')
add('badmail', email='not an address')
add('samemail', email='ASHA@Example.com')
add('ASHA', email='other@example.com')
add('veena@example.com', email='veena@example.com')
add('veena', email='second@example.com')
add('x', email='x@example.com')
add('+++', email='plus@example.com')
add('राम', email='ram@example.com')
hers = PBKDF2PasswordHasher().encode('${password}', 'of.twenty.two.letters.')
User.objects.filter(username='asha').update(password=hers, date_joined=datetime(2020, 1, 2, 3, 4, 5, 678901, timezone.utc))
`

async function ownDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `django_${crypto.randomUUID().replaceAll('-', '')}`
  const run = async (query: string) => {
    const pool = openPool(server ?? '', { max: 1 })
    await pool.query(query).finally(() => pool.end())
  }
  await run(`create database ${name}`)
  const url = new URL(server ?? '')
  url.pathname = `/${name}`
  return { url: url.href, drop: () => run(`drop database if exists ${name} with (force)`) }
}

for (const kind of server ? ['SQLite', 'PostgreSQL'] : ['SQLite'])
  describe.skipIf(!python)(`a Django database on ${kind}`, () => {
    let project: DjangoProject
    let t: TestSite
    let drop = async () => {}
    beforeAll(async () => {
      const own = kind === 'PostgreSQL' ? await ownDatabase() : undefined
      if (own) drop = own.drop
      project = djangoProject(own?.url)
      project.run(users)
      t = await testSite(apps)
    })
    afterAll(async () => {
      await t.end()
      await drop()
      rmSync(project.folder, { recursive: true, force: true })
    })

    /** The verb itself, in a process of its own. */
    async function banyan(...args: string[]) {
      const child = Bun.spawn([process.execPath, '--no-env-file', resolve(import.meta.dir, '../bin/banyan.ts'), 'import', ...args], {
        env: { ...(t.environment as Record<string, string>), PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'error' },
        stdout: 'pipe',
        stderr: 'pipe',
      })
      const [out, err, code] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text(), child.exited])
      return { out: out.trim().split('\n'), err, code }
    }
    const importAll = () => banyan('django', '--database', project.database)
    const user = (username: string) => t.site.store.db.selectFrom('users').selectAll().where('username', '=', username).executeTakeFirstOrThrow()
    const hashOf = async (username: string) => String((await user(username)).password_hash)

    test('all come over once, and the report says who did not, and who came other than they were', async () => {
      const source = kind === 'SQLite' ? readFileSync(project.database.slice('sqlite://'.length)) : undefined
      const { out, err, code } = await importAll()
      expect({ err, code }).toEqual({ err: '', code: 0 })
      expect(out).toEqual([
        'oldhash: a password made by pbkdf2_sha1: they have to reset it',
        'unusable: no password: they sign in another way, or reset it',
        'nomail: no e-mail address',
        'badmail: "not an address" is no e-mail address and was left behind',
        // The real veena has her name; who was called by an address gets another.
        'veena@example.com: their name is now veena-2',
        'x: their name is now x__',
        '+++: their name is now user-16',
        'left out: samemail: somebody here has their e-mail address',
        'left out: ASHA: somebody here has their name, in this or another spelling',
        '15 imported, 0 updated, 0 unchanged, 2 left out.',
      ])
      if (source) expect(readFileSync(project.database.slice('sqlite://'.length)).equals(source)).toBe(true)
    })

    test('names, roles, dates and states are as they were; each has a profile and an audit entry', async () => {
      expect(await user('asha')).toMatchObject({
        email: 'asha@example.com',
        first_name: 'Asha',
        last_name: 'Rao',
        role: 'user',
        is_active: 1,
        email_verified_at: null,
        date_joined: '2020-01-02T03:04:05.678Z',
        last_login: '2024-05-06T07:08:09.123Z',
      })
      expect((await user('boss')).role).toBe('admin')
      expect((await user('clerk')).role).toBe('staff')
      expect((await user('gone')).is_active).toBe(0)
      expect((await user('nomail')).email).toBe('')
      const { db } = t.site.store
      expect(await db.selectFrom('profiles').select('id').execute()).toHaveLength(15)
      const entries = await db.selectFrom('audit_entries').selectAll().where('action', '=', 'accounts.imported').execute()
      expect(entries).toHaveLength(15)
      expect(JSON.stringify(entries)).not.toContain('sha256')
      // There is an admin, so the next to sign up is none.
      expect((await t.person('next')).cookies.size).toBeGreaterThan(0)
      expect((await user('next')).role).toBe('user')
    })

    for (const name of ['asha', 'bcrypt', 'argon'])
      test(`${name} signs in with the old password, which is Argon2id from then on`, async () => {
        expect((await t.visitor().call(login, { body: { username: name, password: `${password}x` } })).status).toBe(401)
        expect(await hashOf(name)).not.toStartWith('$argon2id$')
        expect((await t.visitor().call(login, { body: { username: name, password } })).status).toBe(200)
        expect(await hashOf(name)).toStartWith('$argon2id$v=19$m=19456,t=2,p=1$')
        expect((await t.visitor().call(login, { body: { username: name, password } })).status).toBe(200)
      })

    test('people without an address, and those called by one, sign in too; who was disabled, or has no usable password, does not', async () => {
      const status = async (name: string) => (await t.visitor().call(login, { body: { username: name, password } })).status
      expect(await status('nomail')).toBe(200)
      expect(await status('veena@example.com')).toBe(200)
      expect(await status('राम')).toBe(200)
      for (const name of ['gone', 'unusable', 'oldhash', 'samemail', '']) expect(`${name} ${await status(name)}`).toMatch(/40[01]$/)
      const browser = await t.visitor().withCsrf()
      expect((await browser.call(signIn, { body: { email: 'badmail@example.com', password } })).status).toBe(401)
    })

    test('a second import adds who is new, brings what changed there, and leaves what was changed here', async () => {
      const before = await everyRow(t.site)
      expect((await importAll()).out.at(-1)).toBe('0 imported, 0 updated, 15 unchanged, 2 left out.')
      expect(await everyRow(t.site)).toBe(before)
      await t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) =>
        tx.updateTable('users').set({ first_name: 'Here', username: 'renamed', username_key: 'renamed' }).where('username', '=', 'clerk').execute(),
      )
      project.run(`${users.split('\nadd(')[0]}
add('new')
User.objects.filter(username='clerk').update(first_name='There', last_name='Changed')
User.objects.filter(username='boss').update(is_superuser=False)
for name in ['asha', 'clerk']:
    user = User.objects.get(username=name)
    user.set_password('Another-password-5')
    user.save()`)
      expect((await importAll()).out.at(-1)).toBe('1 imported, 2 updated, 13 unchanged, 2 left out.')
      expect(await user('renamed')).toMatchObject({ first_name: 'Here', last_name: 'Changed' })
      expect((await user('boss')).role).toBe('staff')
      // asha has signed in here since: her password is the one of here. clerk has not.
      const status = async (name: string, password: string) => (await t.visitor().call(login, { body: { username: name, password } })).status
      expect([await status('asha', password), await status('asha', 'Another-password-5')]).toEqual([200, 401])
      expect([await status('renamed', password), await status('renamed', 'Another-password-5')]).toEqual([401, 200])
    })

    test('who has left here and was erased is not brought back', async () => {
      await t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) =>
        tx.updateTable('users').set({ deleted_at: tx.now, erase_at: tx.now }).where('username', '=', 'oldhash').execute(),
      )
      await enqueueTurn(t.site, { name: 'now', cron: '', job: eraseDue }, new Date())
      await t.worker.drain()
      expect((await importAll()).out.at(-1)).toBe('0 imported, 0 updated, 16 unchanged, 2 left out.')
      expect(await everyRow(t.site)).not.toContain('oldhash')
    })

    test('a user table of one’s own, with other columns and UUIDs', async () => {
      project.run(`
from django.contrib.auth.hashers import make_password
from people.models import Person
for n in range(250):
    Person.objects.create(email='own%d@example.com' % n, is_staff=n == 0, password=make_password('${password}') if n < 2 else '!')`)
      const { out, code } = await banyan('django', '--database', project.database, '--table', 'people_person')
      expect({ code, last: out.at(-1) }).toEqual({ code: 0, last: '250 imported, 0 updated, 0 unchanged, 0 left out.' })
      expect((await user('own0')).role).toBe('staff')
      expect((await t.visitor().call(login, { body: { username: 'own1@example.com', password } })).status).toBe(200)
    })

    test('what cannot be read is said, with the right exit code, and nothing is written', async () => {
      const before = await everyRow(t.site)
      const failing = async (...args: string[]) => {
        const { out, err, code } = await banyan(...args)
        expect(out).toEqual([''])
        return `${code} ${err.split('\n')[0]}`
      }
      expect(await failing()).toStartWith('2 Usage:')
      expect(await failing('rails', '--database', project.database)).toStartWith('2 Usage:')
      expect(await failing('django', '--database', 'mysql://localhost/x')).toStartWith('2 Usage:')
      expect(await failing('django', '--database', 'sqlite:///nowhere/db.sqlite3')).toBe('1 Nothing was imported: there is no file /nowhere/db.sqlite3.')
      expect(await failing('django', '--database', 'postgres://u:hidden-word@127.0.0.1:1/x')).toMatch(
        /^1 Nothing was imported: the database cannot be reached(?!.*hidden-word)/,
      )
      for (const table of ['none', 'auth_user; drop table auth_user', 'x" --'])
        expect(await failing('django', '--database', project.database, '--table', table)).toBe(`1 Nothing was imported: there is no table ${table}.`)
      expect(await failing('django', '--database', project.database, '--table', 'auth_group')).toBe(
        '1 Nothing was imported: the table auth_group has no column password.',
      )
      expect(await everyRow(t.site)).toBe(before)
    })
  })
