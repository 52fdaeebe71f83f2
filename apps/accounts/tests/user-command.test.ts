import { afterAll, beforeAll, expect, setDefaultTimeout, spyOn, test } from 'bun:test'
import { resolve } from 'node:path'
import { type TestSite, testSite } from '#server/testing.ts'
import { getProfile } from '../contract/portal-door.ts'
import { accounts } from '../server/index.ts'
import { userCommand } from '../server/user-command.ts'
import { signedUp, withToken } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
  for (const name of ['boss', 'asha', 'बाला']) await signedUp(t, name)
})
afterAll(() => t.end())

async function banyan(...args: string[]) {
  const child = Bun.spawn([process.execPath, '--no-env-file', resolve(import.meta.dir, '../../../bin/banyan.ts'), 'user', ...args], {
    env: { ...(t.environment as Record<string, string>), PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'error' },
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [out, err, code] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text(), child.exited])
  return { out: out.trim(), err: err.trim(), code }
}
const entries = (action: string) => t.site.store.db.selectFrom('audit_entries').selectAll().where('action', '=', action).orderBy('id').execute()

/** The other process tells this one nothing: it notices by itself, within a second. */
async function soon(check: () => Promise<boolean>) {
  for (let n = 0; n < 40; n++) {
    if (await check()) return true
    await Bun.sleep(50)
  }
  return false
}

test('list and show', async () => {
  expect((await banyan('list')).out.split('\n')).toEqual([
    '1\tboss\tboss@example.com\tadmin\tactive',
    '2\tasha\tasha@example.com\tuser\tactive',
    '3\tबाला\tबाला@example.com\tuser\tactive',
  ])
  expect((await banyan('list', '--role', 'admin')).out.split('\n')).toHaveLength(1)
  expect((await banyan('list', '--inactive')).out).toBe('')
  const { out } = await banyan('show', 'ASHA@example.com')
  expect(out).toMatch(/^username: asha$/m)
  expect(out).toMatch(/^open_sessions: 1$/m)
  expect(out).not.toMatch(/argon2|hash/)
})

test('who is deactivated is out at once and cannot sign in; activated they can', async () => {
  const program = await withToken(t, 'asha')
  expect((await program.call(getProfile, {})).status).toBe(200)
  expect(await banyan('deactivate', 'asha')).toEqual({ out: 'asha is inactive; 2 sessions ended.', err: '', code: 0 })
  expect(await soon(async () => (await program.call(getProfile, {})).status === 401)).toBe(true)
  expect(await banyan('deactivate', 'asha')).toEqual({ out: 'They are inactive already.', err: '', code: 0 })
  expect((await banyan('list', '--inactive')).out).toBe('2\tasha\tasha@example.com\tuser\tinactive')
  await expect(withToken(t, 'asha')).rejects.toThrow('401')
  expect((await banyan('activate', 'asha')).out).toBe('asha is active.')
  await withToken(t, 'asha')
  expect((await entries('accounts.deactivated')).map(({ actor_id, changes }) => [actor_id, JSON.parse(changes)])).toEqual([
    [null, { before: { is_active: 1 }, after: { is_active: 0 } }],
  ])
})

test('a role that gives less ends the sessions, one that gives more is there with the next request', async () => {
  const program = await withToken(t, 'asha')
  expect((await banyan('role', 'asha', 'admin')).out).toBe('asha was user and is admin.')
  expect(await soon(async () => (await program.call(getProfile, {})).data.is_admin)).toBe(true)
  expect((await banyan('role', 'asha', 'staff')).out).toBe('asha was admin and is staff.')
  expect(await soon(async () => (await program.call(getProfile, {})).status === 401)).toBe(true)
  expect((await banyan('role', 'asha', 'staff')).out).toBe('asha has that role already.')
  expect(await entries('accounts.role_changed')).toHaveLength(2)
})

test('exit codes: 1 for somebody who is not there, 2 for a call that is none', async () => {
  expect(await banyan('show', 'nobody')).toEqual({ out: '', err: 'There is no user nobody.', code: 1 })
  const { out, err, code } = await banyan()
  expect({ out, code }).toEqual({ out: '', code: 2 })
  expect(err).toStartWith('Usage: ./banyan user list')
  // A process for each would cost more than all else here.
  using said = spyOn(console, 'error').mockImplementation(() => {})
  using told = spyOn(console, 'log').mockImplementation(() => {})
  for (const args of [
    ['show'],
    ['list', 'asha'],
    ['list', '--role', 'king'],
    ['role', 'asha'],
    ['role', 'asha', 'king'],
    ['delete', 'asha'],
    ['show', 'asha', 'x'],
    ['list', '--x'],
  ]) {
    said.mockClear()
    expect({ args, code: await userCommand(t.site, args) }).toEqual({ args, code: 2 })
    expect(said.mock.calls).toEqual([[expect.stringMatching(/^Usage: .\/banyan user list/)]])
  }
  expect(told).not.toHaveBeenCalled()
})
