import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { digest } from '#server/crypto/tokens.ts'
import { cheap_hashes } from '../bin/test/run.ts'
import { bare, frozenCopy } from './frozen-copy.ts'
import { freePort } from './kernel/free-port.ts'

setDefaultTimeout(180_000)
/** SQLite only: the run on PostgreSQL does not need all of it again. */
const rounds = process.env['TEST_DATABASE_URL'] ? 2 : 20
const connections = 16
const profile_writes = 5
const serving_within_ms = 2000
const password = 'Peepal-tree-7'

const folder = mkdtempSync(join(tmpdir(), 'banyan-durability-'))
let port = 0
let address = ''
beforeAll(async () => {
  frozenCopy(folder)
  port = await freePort()
  address = `http://127.0.0.1:${port}`
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Starts the server as an operator does; resolves with the time to the first good answer. */
async function start() {
  const began = performance.now()
  const env = {
    ...bare,
    ...cheap_hashes,
    NODE_ENV: 'production',
    BANYAN_ENV: 'testing',
    PORT: String(port),
    DATA_DIR: join(folder, 'data'),
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'warn',
  }
  const server = Bun.spawn([join(folder, 'banyan'), 'start'], { cwd: folder, env, stdout: 'ignore', stderr: 'pipe' })
  for (;;) {
    const answer = await fetch(`${address}/api/health/`).catch(() => undefined)
    if (answer?.status === 200) return { server, ms: performance.now() - began }
    if (server.exitCode !== null) throw new Error(`./banyan start ended: ${await new Response(server.stderr).text()}`)
    await Bun.sleep(5)
  }
}

/** What a client has read a whole 2xx answer for. */
const acknowledged = {
  users: new Set<string>(),
  tokens: [] as string[],
  cookies: [] as string[],
  /** The last number that each has written into its profile. */ bios: new Map<string, number>(),
}

const cookieOf = ({ headers }: Response, name: string) =>
  headers
    .getSetCookie()
    .find((line) => line.startsWith(`${name}=`))
    ?.split(/[=;]/)[1] ?? ''

async function call(
  path: string,
  body?: object,
  headers: Record<string, string> = {},
  method = 'POST',
): Promise<{ response: Response; data: Record<string, unknown> }> {
  const post = body && { method, body: JSON.stringify(body) }
  const response = await fetch(address + path, { headers: { 'content-type': 'application/json', ...headers }, ...post })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path} gave ${response.status}: ${text}`)
  return { response, data: JSON.parse(text) as Record<string, unknown> }
}

/** A program: an account, a token for it, then its profile again and again. */
async function asProgram(username: string): Promise<void> {
  await call('/api/auth/register', { username, email: `${username}@example.com`, password })
  acknowledged.users.add(username)
  const { data } = await call('/api/auth/login', { username, password })
  const token = String(data['access_token'])
  acknowledged.tokens.push(token)
  for (let n = 1; n <= profile_writes; n++) {
    await call('/api/v1/users/profile', { bio: String(n) }, { authorization: `Bearer ${token}` }, 'PATCH')
    acknowledged.bios.set(username, n)
  }
}

/** A browser: an account and its session in one write. */
async function asBrowser(username: string): Promise<void> {
  const { response, data } = await call('/auth/csrf/')
  const headers = { cookie: `csrftoken=${cookieOf(response, 'csrftoken')}`, 'x-csrftoken': String(data['csrfToken']) }
  const made = await call('/auth/register/', { username, email: `${username}@example.com`, password }, headers)
  acknowledged.users.add(username)
  acknowledged.cookies.push(cookieOf(made.response, 'sessionid'))
}

/** One after the other, until the server is gone. */
async function stream(round: number, connection: number, isOver: () => boolean): Promise<void> {
  for (let n = 0; !isOver(); n++) {
    const username = `c${round}x${connection}n${n}`
    try {
      await (connection % 2 === 0 ? asProgram(username) : asBrowser(username))
    } catch (error) {
      // A refusal would be a fault of the server; a broken connection is the kill.
      if (!isOver() || String(error).includes(' gave ')) throw error
    }
  }
}

function check(): void {
  const db = new Database(join(folder, 'data/banyan.db'), { readonly: true })
  const column = (sql: string) =>
    db
      .query(sql)
      .values()
      .map(([value]) => String(value))
  expect(column('pragma integrity_check')).toEqual(['ok'])
  expect(column('pragma foreign_key_check')).toEqual([])
  const users = new Set(column('select username from users'))
  expect([...acknowledged.users].filter((username) => !users.has(username))).toEqual([])
  const hashes = new Set(column('select secret_hash from sessions where ended_at is null'))
  expect([...acknowledged.tokens, ...acknowledged.cookies].filter((secret) => !hashes.has(digest(secret)))).toEqual([])
  // A write that was under way may be there too, but none that was acknowledged may be missing.
  const bios = new Map(db.query('select username, bio from users join profiles on profiles.user_id = users.id').values() as [string, string][])
  expect([...acknowledged.bios].filter(([username, n]) => Number(bios.get(username)) < n)).toEqual([])
  // Whole or not at all: each user with its profile, its mail and its entry, each session with its entry, and none of them alone.
  const count = (sql: string) => Number(column(`select count(*) from ${sql}`)[0])
  const made = {
    profiles: count('profiles'),
    mails: count("jobs where name = 'kernel.send_mail'"),
    entries: count("audit_entries where action in ('accounts.register', 'accounts.sign_up')"),
  }
  expect(made).toEqual({ profiles: users.size, mails: users.size, entries: users.size })
  expect(count("audit_entries where action in ('accounts.login', 'accounts.sign_in')")).toBe(count('sessions'))
  // Each profile write with its entry: the number says how many there were.
  expect(count("audit_entries where action = 'accounts.profile_changed'")).toBe([...bios.values()].reduce((sum, bio) => sum + Number(bio), 0))
  expect(count("users where role = 'admin'")).toBe(1)
  expect(count('(select number from users group by number having count(*) > 1)')).toBe(0)
  db.close()
}

test(`kill -9 under ${connections} writers, ${rounds} times: all that was acknowledged is there, whole, and it serves again within ${serving_within_ms} ms`, async () => {
  const times: number[] = []
  let running = await start()
  for (let round = 0; round < rounds; round++) {
    let over = false
    const before = { tokens: acknowledged.tokens.length, cookies: acknowledged.cookies.length }
    const streams = Array.from({ length: connections }, (_, i) => stream(round, i, () => over))
    const failures = Promise.all(streams)
    // Long enough for acknowledged writes of both kinds, short enough that all connections are in the middle of one.
    while (acknowledged.tokens.length < before.tokens + 2 || acknowledged.cookies.length < before.cookies + 2 || acknowledged.bios.size === 0)
      await Promise.race([Bun.sleep(5), failures])
    await Bun.sleep(Math.random() * 400)
    over = true
    running.server.kill('SIGKILL')
    await Promise.all([running.server.exited, failures])
    running = await start()
    times.push(running.ms)
    check()
    for (const token of acknowledged.tokens.slice(-3)) {
      const profile = await fetch(`${address}/api/auth/profile`, { headers: { authorization: `Bearer ${token}` } })
      expect(profile.status).toBe(200)
    }
  }
  running.server.kill('SIGTERM')
  expect(await running.server.exited).toBe(0)
  check()
  console.log(
    `durability: ${acknowledged.users.size} accounts, ${acknowledged.tokens.length} tokens ${acknowledged.cookies.length} cookies and ${[...acknowledged.bios.values()].reduce((a, b) => a + b, 0)} profile writes acknowledged, restarts took ${times.map(Math.round).join(', ')} ms`,
  )
  expect(acknowledged.tokens.length).toBeGreaterThanOrEqual(rounds * 2)
  expect(acknowledged.cookies.length).toBeGreaterThanOrEqual(rounds * 2)
  expect(acknowledged.bios.size).toBeGreaterThan(0)
  // The middle one: on a machine that is busy with other tests a single restart says nothing.
  expect(times.sort((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(serving_within_ms)
})
