import { Database } from 'bun:sqlite'
import { afterAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeProtectedHeader } from 'jose'
import { cheap_hashes } from '../bin/test/run.ts'
import { bare, frozenCopy } from './frozen-copy.ts'
import { freePort } from './kernel/free-port.ts'

setDefaultTimeout(120_000)
const folder = mkdtempSync(join(tmpdir(), 'banyan-rotate-'))
frozenCopy(folder)
const port = await freePort()
const address = `http://127.0.0.1:${port}`
const env = {
  ...bare,
  ...cheap_hashes,
  NODE_ENV: 'production',
  BANYAN_ENV: 'testing',
  PORT: `${port}`,
  DATA_DIR: join(folder, 'data'),
  RATE_LIMITS: 'off',
  LOG_LEVEL: 'warn',
}
const banyan = (...args: string[]) => Bun.spawn([join(folder, 'banyan'), ...args], { cwd: folder, env, stdout: 'pipe', stderr: 'pipe' })
const server = banyan('start')
afterAll(async () => {
  server.kill()
  await server.exited
  rmSync(folder, { recursive: true })
})

async function post(path: string, body: object, token?: string): Promise<Record<string, string>> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
  const answer = await fetch(address + path, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${path} gave ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Record<string, string>
}

test('`./banyan keys rotate` beside a serving process: nobody is signed out, and new tokens are signed with the new key', async () => {
  while ((await fetch(`${address}/api/health/`).catch(() => undefined))?.status !== 200) await Bun.sleep(10)
  const person = { username: 'asha', password: 'Peepal-tree-7' }
  await post('/api/auth/register', { ...person, email: 'asha@example.com' })
  const first = await post('/api/token/', person)
  const statuses: number[] = []
  const kids = new Set<string>()
  let running = true
  const client = async () => {
    let { access = '', refresh = '' } = await post('/api/token/', person)
    while (running) {
      kids.add(decodeProtectedHeader(access).kid ?? '')
      statuses.push((await fetch(`${address}/api/users/profile/`, { headers: { authorization: `Bearer ${access}` } })).status)
      const renewed = await post('/api/token/refresh/', { refresh })
      access = renewed['access'] ?? ''
      refresh = renewed['refresh'] ?? refresh
    }
  }
  const clients = Promise.all(Array.from({ length: 8 }, client))
  const untilMore = async () => {
    for (const enough = statuses.length + 100; statuses.length < enough; ) await Bun.sleep(5)
  }
  for (let n = 1; n <= 2; n++) {
    await untilMore()
    const command = banyan('keys', 'rotate')
    expect([await command.exited, await new Response(command.stderr).text()]).toEqual([0, ''])
    const before = kids.size
    const give_up = Date.now() + 5000
    while (kids.size === before && Date.now() < give_up) await Bun.sleep(5)
    expect(kids.size).toBe(n + 1)
  }
  await untilMore()
  running = false
  await clients
  expect(statuses.filter((status) => status !== 200)).toEqual([])
  // What was signed before both is still good.
  const answer = await fetch(`${address}/api/users/profile/`, { headers: { authorization: `Bearer ${first['access']}` } })
  expect(answer.status).toBe(200)
})

test('`./banyan keys rotate --chat` beside a serving process: people talk on, and everything said before stays readable', async () => {
  const people = await Promise.all(
    ['meera', 'ravi'].map(async (username) => {
      const person = { username, password: 'Peepal-tree-7' }
      await post('/api/auth/register', { ...person, email: `${username}@example.com` })
      return (await post('/api/auth/login', person))['access_token'] ?? ''
    }),
  )
  const [token = ''] = people
  const db = new Database(join(folder, 'data/banyan.db'))
  db.run('pragma busy_timeout = 10000')
  db.run('update users set email_verified_at = date_joined')
  const versions = () => db.query('select distinct key_version from chat_rooms').values().flat()
  let room: Record<string, string> | undefined
  // The server notices the other process within a quarter of a second.
  for (; !room; await Bun.sleep(50)) room = await post('/api/chat/rooms/', { username: 'ravi' }, token).catch(() => undefined)
  const said: string[] = []
  let running = true
  const talking = (async () => {
    for (let n = 1; running; n++) {
      await post(`/api/chat/rooms/${room?.['id']}/messages/`, { id: Bun.randomUUIDv7(), text: `word ${n}` }, token)
      said.push(`word ${n}`)
    }
  })()
  for (let turn = 1; turn <= 2; turn++) {
    const before = versions()
    const command = banyan('keys', 'rotate', '--chat')
    expect([await command.exited, await new Response(command.stderr).text()]).toEqual([0, ''])
    expect(versions()).toEqual([Number(before[0]) + 1])
    for (const enough = said.length + 10; said.length < enough; ) await Bun.sleep(5)
  }
  running = false
  await talking
  const read: string[] = []
  for (let after = 0; read.length < said.length; after = read.length) {
    const answer = await fetch(`${address}/api/chat/rooms/${room['id']}/messages/?after=${after}&limit=100`, {
      headers: { authorization: `Bearer ${people[1]}` },
    })
    const { results } = (await answer.json()) as { results: { text: string }[] }
    if (results.length === 0) break
    read.push(...results.map(({ text }) => text))
  }
  expect(read).toEqual(said)
  db.close()
})
