import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bare, frozenCopy } from './frozen-copy.ts'
import { freePort } from './kernel/free-port.ts'

setDefaultTimeout(60_000)
const folder = mkdtempSync(join(tmpdir(), 'banyan-full-'))
const password = 'Peepal-tree-7'
let address = ''
let server: Bun.Subprocess

/** A full disk for this process alone: no file grows beyond so many bytes, as with a quota. What is there stays readable. */
function mayWrite(most: number | 'unlimited'): void {
  const { exitCode, stderr } = Bun.spawnSync(['prlimit', `--pid=${server.pid}`, `--fsize=${most}:`])
  if (exitCode !== 0) throw new Error(`prlimit: ${stderr}`)
}

beforeAll(async () => {
  frozenCopy(folder)
  const port = await freePort()
  address = `http://127.0.0.1:${port}`
  const settings = { NODE_ENV: 'production', BANYAN_ENV: 'testing', PORT: `${port}`, DATA_DIR: join(folder, 'data'), RATE_LIMITS: 'off', LOG_LEVEL: 'silent' }
  // Without the trap the kernel would end the process at the limit; a disk does not.
  const start = ['sh', '-c', 'trap "" XFSZ; exec "$0" start', join(folder, 'banyan')]
  server = Bun.spawn(start, { cwd: folder, env: { ...bare, ...settings }, stdout: 'ignore', stderr: 'inherit' })
  while ((await fetch(`${address}/api/health/`).catch(() => undefined))?.status !== 200) {
    if (server.exitCode !== null) throw new Error('./banyan start ended')
    await Bun.sleep(20)
  }
})
afterAll(() => {
  server.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

async function call(method: string, path: string, token?: string, body?: object | Blob) {
  const headers = { ...(token && { authorization: `Bearer ${token}` }), 'content-type': body instanceof Blob ? body.type : 'application/json' }
  const response = await fetch(address + path, { method, headers, ...(body && { body: body instanceof Blob ? body : JSON.stringify(body) }) })
  return { status: response.status, text: await response.text() }
}

test('on a full disk every write says so and leaves nothing, everything can still be read, and with room again it goes on by itself', async () => {
  await call('POST', '/api/auth/register', undefined, { username: 'asha', email: 'asha@example.com', password })
  const login = () => call('POST', '/api/auth/login', undefined, { username: 'asha', password })
  const token = String((JSON.parse((await login()).text) as { access_token: string }).access_token)
  const list = JSON.parse((await call('POST', '/api/lists/', token, { name: 'Goa' })).text) as { id: string }
  const add = (title: string) => call('POST', '/api/todos/', token, { list_id: list.id, title })
  const picture = new Blob([readFileSync(join(folder, 'dist/web/icon-512.png'))], { type: 'image/png' })
  const avatar = () => call('PUT', '/api/v1/users/profile/avatar/', token, picture)
  const titles = async () => [...(await call('GET', '/api/todos/?ordering=created_at', token)).text.matchAll(/"title":"([^"]+)"/g)].map(([, title]) => title)
  expect((await add('before')).status).toBe(201)

  mayWrite(4096)
  const refused = await Promise.all([add('one'), add('two'), add('three'), avatar(), login()])
  expect(refused.map(({ status }) => status)).toEqual([507, 507, 507, 507, 507])
  for (const { text } of refused) expect(text).toContain('There is no room left to store this. Reading still works.')
  expect(await titles()).toEqual(['before'])
  for (const path of ['/', '/states/kerala', '/api/states/kerala', '/blog', '/api/health/'])
    expect({ path, ...(await call('GET', path)), text: '' }).toEqual({ path, status: 200, text: '' })
  expect((await call('GET', '/api/auth/profile', token)).status).toBe(200)

  mayWrite('unlimited')
  expect((await Promise.all([add('after'), avatar(), call('POST', '/api/lists/', token, { name: 'Kerala' })])).map(({ status }) => status)).toEqual([
    201, 200, 201,
  ])
  expect(await titles()).toEqual(['before', 'after'])
  expect((await login()).status).toBe(200)

  server.kill('SIGTERM')
  expect(await server.exited).toBe(0)
  const db = new Database(join(folder, 'data/banyan.db'), { readonly: true })
  const count = (sql: string) => Object.values(db.query(sql).get() as Record<string, number>)[0]
  expect(db.query('pragma integrity_check').values()).toEqual([['ok']])
  expect(count("select count(*) from audit_entries where action = 'tasks.todo_added'")).toBe(2)
  expect(count("select count(*) from audit_entries where action = 'accounts.login'")).toBe(2)
  db.close()
})
