import { afterEach, expect, mock, spyOn, test } from 'bun:test'
import { availableParallelism } from 'node:os'
import { Problem } from '#contract/problem.ts'
import { testSite } from '#server/testing.ts'
import { fullHashes } from '#server/testing-hashes.ts'
import { rowCounts } from '#server/testing-rows.ts'
import { login } from '../contract/portal-door.ts'
import { accounts } from '../server/index.ts'
import { PasswordQueue, passwordQueue } from '../server/password-queue.ts'
import { password, person } from './people.ts'

fullHashes()

afterEach(() => mock.restore())

/** Hashing that takes until it is let go, so that a queue can be filled. */
function heldHashing() {
  let letGo = () => {}
  let most = 0
  let running = 0
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const slow = async () => {
    most = Math.max(most, ++running)
    await held
    running--
    return true
  }
  spyOn(Bun.password, 'verify').mockImplementation(slow)
  spyOn(Bun.password, 'hash').mockImplementation(async () => String(await slow()))
  return { letGo: () => letGo(), most: () => most }
}

test('as many run at once as there are workers, 64 wait, and the next is told to come back', async () => {
  const { letGo, most } = heldHashing()
  const queue = new PasswordQueue(2)
  const inside = Array.from({ length: 2 + 64 }, () => queue.verify(password, 'hash'))
  expect(queue.waiting).toBe(64)
  const refused = await queue.hash(password).catch((error) => error)
  expect(refused).toBeInstanceOf(Problem)
  expect(refused.code).toBe('unavailable')
  expect(refused.details.retry_after).toBeGreaterThan(0)
  letGo()
  expect(await Promise.all(inside)).toEqual(new Array(66).fill(true))
  expect(most()).toBe(2)
  expect(queue.waiting).toBe(0)
  // The places are free again, each of them.
  expect(await Promise.all([queue.hash('x'), queue.hash('y'), queue.hash('z')])).toHaveLength(3)
})

test('one that fails gives its place back', async () => {
  spyOn(Bun.password, 'hash').mockImplementation(async () => {
    throw new Error('out of memory')
  })
  const queue = new PasswordQueue(1)
  for (let i = 0; i < 3; i++) expect(await queue.hash('x').catch((error) => error.message)).toBe('out of memory')
  mock.restore()
  expect(await queue.hash('x')).toStartWith('$argon2id$')
})

test('with the queue full, known and unknown users and sign-ups get 503 with Retry-After; nothing is written; later all is well', async () => {
  const t = await testSite([accounts])
  try {
    const headers = { 'content-type': 'application/json' }
    const post = (path: string, body: object) => t.visitor().request(path, { method: 'POST', body: JSON.stringify(body), headers })
    expect((await post('/api/auth/register', person('known'))).status).toBe(201)
    const { letGo } = heldHashing()
    const before = await rowCounts(t.site)
    const inside: Promise<unknown>[] = []
    while (passwordQueue.waiting < 64) inside.push(passwordQueue.verify(password, 'hash'))
    for (const [path, body] of [
      ['/api/auth/login', { username: 'known', password }],
      ['/api/auth/login', { username: 'unknown', password }],
      ['/api/auth/register', person('late')],
    ] as const) {
      const response = await post(path, body)
      expect(`${path} ${response.status}`).toBe(`${path} 503`)
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(await response.json()).toEqual({ error: 'Too many people are signing in just now. Try again in a few seconds.' })
    }
    expect(await rowCounts(t.site)).toEqual(before)
    letGo()
    await Promise.all(inside)
    mock.restore()
    expect((await t.visitor().call(login, { body: { username: 'unknown', password } })).status).toBe(401)
    expect((await t.visitor().call(login, { body: { username: 'known', password } })).status).toBe(200)
  } finally {
    await t.end()
  }
})

test('while hashing runs, reading is not held up', async () => {
  const t = await testSite([accounts])
  try {
    let hashed = 0
    const hashing = Array.from({ length: 32 }, async (_, i) => {
      const hash = await passwordQueue.hash(`password number ${i}`)
      hashed++
      return hash
    })
    expect((await t.visitor().request('/auth/session')).status).toBe(200)
    expect(hashed).toBeLessThan(16)
    expect(new Set(await Promise.all(hashing)).size).toBe(32)
  } finally {
    await t.end()
  }
})

test('on Linux hashing stands behind everything else that wants a core, where that was asked for', async () => {
  // In a process of its own, which other tests do not hash in. Fields of /proc: 19 is the niceness, 41 the policy (5: SCHED_IDLE).
  const script = `const { PasswordQueue } = await import(${JSON.stringify(`${import.meta.dir}/../server/password-queue.ts`)})
const { readdirSync, readFileSync } = await import('node:fs')
const stat = (id) => readFileSync('/proc/self/task/' + id + '/stat', 'utf8')
const ranks = () => readdirSync('/proc/self/task').map(stat).map((s) => [/\\((.*)\\)/.exec(s)[1].replace(/ \\d+$/, ''), s.split(') ')[1].split(' ')])
  .map(([name, fields]) => name + ' ' + fields[16] + ' ' + fields[38])
const queue = new PasswordQueue(2, 60_000)
const both = () => Promise.all([queue.hash('one'), queue.hash('two')])
await both()
const before = ranks()
queue.letOthersFirst()
await both()
const after = ranks()
const hasty = new PasswordQueue(2, 1)
hasty.letOthersFirst()
await hasty.hash('three')
console.log(JSON.stringify({ before, after, starved: ranks() }))`
  const child = Bun.spawn([process.execPath, '--no-env-file', '-e', script], { stdout: 'pipe' })
  const { before, after, starved } = JSON.parse(await new Response(child.stdout).text()) as Record<'before' | 'after' | 'starved', string[]>
  const hashing = (ranks: string[]) => [...new Set(ranks.filter((rank) => rank.startsWith('Bun Pool')))]
  expect(hashing(before)).toEqual(['Bun Pool 0 0'])
  // Without privileges Linux lets no thread come back from there, so only the one that was tried stands behind.
  const idle = availableParallelism() > 1 && process.getuid?.() === 0
  if (idle) expect(hashing(after)).toEqual(['Bun Pool 10 5'])
  else expect(hashing(after)).toContain('Bun Pool 10 0')
  // When nobody leaves it a core it gets its part again.
  expect(hashing(starved)).toContain('Bun Pool 10 0')
  if (idle) expect(hashing(starved)).toEqual(['Bun Pool 10 0'])
  // Nobody else has lost anything, the thread that answers least of all.
  expect(after.filter((rank) => !rank.startsWith('Bun Pool') && !rank.endsWith(' 0 0'))).toEqual([])
})
