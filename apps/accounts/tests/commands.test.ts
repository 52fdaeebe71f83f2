import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { resolve } from 'node:path'
import { type TestSite, testSite } from '#server/testing.ts'
import { login, register } from '../contract/portal-door.ts'
import { accounts } from '../server/index.ts'
import { password, person } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

/** `./banyan createsuperuser` on the site's data, in a process of its own; the answers come through a pipe. */
async function createSuperuser(args: string[], answers: string) {
  const child = Bun.spawn([process.execPath, '--no-env-file', resolve(import.meta.dir, '../../../bin/banyan.ts'), 'createsuperuser', ...args], {
    env: { ...(t.environment as Record<string, string>), PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'error' },
    stdin: new TextEncoder().encode(answers),
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [out, err, code] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text(), child.exited])
  return { out, err, code }
}

test('createsuperuser makes an admin who can sign in; the first sign-up after it is no admin any more', async () => {
  const { out, code } = await createSuperuser(['--username', 'root', '--email', 'root@example.com'], `${password}\n`)
  expect({ out, code }).toEqual({ out: 'root is an admin.\n', code: 0 })
  expect((await t.visitor().call(login, { body: { username: 'root', password } })).data.user.is_admin).toBe(true)
  expect((await t.visitor().call(register, { body: person('later') })).data.user.is_admin).toBe(false)
  const entry = await t.site.store.db.selectFrom('audit_entries').selectAll().where('action', '=', 'accounts.create_superuser').executeTakeFirstOrThrow()
  expect(JSON.parse(entry.changes)).toEqual({ after: { username: 'root', email: 'root@example.com', role: 'admin' } })
})

test('it asks for what it was not told', async () => {
  const { out, code } = await createSuperuser([], `asked\nasked@example.com\n${password}\n`)
  expect({ out, code }).toEqual({ out: 'asked is an admin.\n', code: 0 })
})

test('what the sign-up refuses it refuses too, with 1 and the reason, and the password is never printed', async () => {
  for (const [args, answers, reason] of [
    [['--username', 'root', '--email', 'other@example.com'], `${password}\n`, 'username: This username is taken.'],
    [['--username', 'x', '--email', 'x@example.com'], `${password}\n`, 'username: Use at least 3 characters.'],
    [['--username', 'weak', '--email', 'weak@example.com'], 'password\n', 'on the list of the most used ones'],
    [['--username', 'short', '--email', 'short@example.com'], 'Qx7\n', 'password: Use at least 8 characters.'],
    [['--username', 'silent', '--email', 'silent@example.com'], '', 'password: Use at least 8 characters.'],
  ] as const) {
    const { out, err, code } = await createSuperuser([...args], answers)
    expect({ out, code }).toEqual({ out: '', code: 1 })
    expect(err).toContain(reason)
    expect(err).not.toContain(password)
  }
})
