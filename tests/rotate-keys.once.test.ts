import { afterAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeProtectedHeader } from 'jose'
import { bare, frozenCopy } from './frozen-copy.ts'
import { freePort } from './kernel/free-port.ts'

setDefaultTimeout(120_000)
const folder = mkdtempSync(join(tmpdir(), 'banyan-rotate-'))
frozenCopy(folder)
const port = await freePort()
const address = `http://127.0.0.1:${port}`
const env = { ...bare, NODE_ENV: 'production', BANYAN_ENV: 'testing', PORT: `${port}`, DATA_DIR: join(folder, 'data'), RATE_LIMITS: 'off', LOG_LEVEL: 'warn' }
const banyan = (...args: string[]) => Bun.spawn([join(folder, 'banyan'), ...args], { cwd: folder, env, stdout: 'pipe', stderr: 'pipe' })
const server = banyan('start')
afterAll(async () => {
  server.kill()
  await server.exited
  rmSync(folder, { recursive: true })
})

async function post(path: string, body: object): Promise<Record<string, string>> {
  const answer = await fetch(address + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
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
