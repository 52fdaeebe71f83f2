import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { apps } from '#apps'
import { type Environment, readConfig } from '#server/config.ts'
import { openStore } from '#server/db/open-store.ts'
import { freshDatabase } from '#server/testing-database.ts'
import { png } from '#server/testing-pictures.ts'
import { bare, frozenCopy } from '../frozen-copy.ts'
import { freePort } from '../kernel/free-port.ts'
import { emptyPlace, type Place } from './places.ts'

setDefaultTimeout(180_000)
const password = 'Peepal-tree-7'
const canary = 'The canary of Kanyakumari sings at dawn'
const pairs = 4
const folder = mkdtempSync(join(tmpdir(), 'banyan-load-'))
const file = join(folder, 'backup.tar.gz')
const operator = { actor_id: null, ip: null, request_id: null }
let environment: Environment
let address = ''
let place: Place
let server: Bun.Subprocess<'ignore', 'ignore', 'pipe'>

beforeAll(async () => {
  frozenCopy(folder)
  const port = await freePort()
  address = `http://127.0.0.1:${port}`
  const database = await freshDatabase(apps)
  environment = {
    ...bare,
    NODE_ENV: 'production',
    BANYAN_ENV: 'testing',
    SECRET_KEY: 'of the test of backups, thirty-two bytes or more',
    PORT: `${port}`,
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'warn',
    DATA_DIR: join(folder, 'data'),
    ...(database && { DATABASE_URL: database }),
  }
  place = await emptyPlace(environment)
})
afterAll(async () => {
  server.kill('SIGKILL')
  await place.end()
  rmSync(folder, { recursive: true })
})

const banyan = (env: Environment, ...args: string[]) => Bun.spawn([join(folder, 'banyan'), ...args], { cwd: folder, env, stdout: 'pipe', stderr: 'pipe' })
async function verb(env: Environment, ...args: string[]) {
  const child = banyan(env, ...args)
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return { code: await child.exited, out, err }
}

async function start(env: Environment): Promise<void> {
  server = Bun.spawn([join(folder, 'banyan'), 'start'], { cwd: folder, env, stdout: 'ignore', stderr: 'pipe' })
  while ((await fetch(`${address}/api/health/`).catch(() => undefined))?.status !== 200) {
    if (server.exitCode !== null) throw new Error(`./banyan start ended: ${await new Response(server.stderr).text()}`)
    await Bun.sleep(10)
  }
}

async function call<T>(method: string, path: string, token: string, body?: object | Uint8Array<ArrayBuffer>): Promise<T> {
  const picture = body instanceof Uint8Array
  const headers = { authorization: `Bearer ${token}`, 'content-type': picture ? 'image/png' : 'application/json' }
  const response = await fetch(address + path, { method, headers, ...(body && { body: picture ? body : JSON.stringify(body) }) })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path} gave ${response.status}: ${text}`)
  return JSON.parse(text) as T
}

const signIn = async (username: string) => (await call<{ access_token: string }>('POST', '/api/auth/login', '', { username, password })).access_token
async function newcomer(username: string): Promise<string> {
  await call('POST', '/api/auth/register', '', { username, email: `${username}@example.com`, password })
  return signIn(username)
}

/** What a client has read a whole 2xx answer for. */
const acknowledged = {
  messages: [] as { room: string; id: string; text: string }[],
  todos: [] as { list: string; title: string }[],
  people: [] as string[],
  /** When each of them came. */ times: [] as number[],
}
const noted = () => void acknowledged.times.push(performance.now())

let n = 0
const talk = (token: string, room: string) => async () => {
  const message = { id: Bun.randomUUIDv7(), text: `${canary} ${n++}` }
  await call('POST', `/api/chat/rooms/${room}/messages/`, token, message)
  acknowledged.messages.push({ room, ...message })
}
const addTodo = (token: string, list: string) => async () => {
  const title = `todo ${n++}`
  await call('POST', '/api/todos/', token, { list_id: list, title })
  acknowledged.todos.push({ list, title })
}
const signUp = async () => {
  const username = `new${n++}`
  await call('POST', '/api/auth/register', '', { username, email: `${username}@example.com`, password })
  acknowledged.people.push(username)
}

test('backed up under 16 writers, restored elsewhere: whole, all that was acknowledged before is there, chats open, pictures are served', async () => {
  await start(environment)
  const names = Array.from({ length: pairs }, (_, i) => [`asha${i}`, `ravi${i}`] as const)
  const tokens = new Map<string, string>()
  for (const name of names.flat()) tokens.set(name, await newcomer(name))
  const token = (name: string) => tokens.get(name) ?? ''
  const store = await openStore(
    readConfig(environment, () => ''),
    () => new Date(),
  )
  await store.write(operator, (tx) => tx.updateTable('users').set({ email_verified_at: tx.now }).execute())
  await store.close()
  // The server notices another process within a second.
  const rooms: string[] = []
  for (const [one, other] of names) {
    let room: { id: string } | undefined
    for (; !room; await Bun.sleep(50)) room = await call<{ id: string }>('POST', '/api/chat/rooms/', token(one), { username: other }).catch(() => undefined)
    rooms.push(room.id)
  }
  const lists = await Promise.all(names.map(([one]) => call<{ id: string }>('POST', '/api/lists/', token(one), { name: 'Goa' })))
  const shown = png(300, 200)
  await call('PUT', '/api/v1/users/profile/avatar/', token('asha0'), shown)
  const [message, picture] = [Bun.randomUUIDv7(), Bun.randomUUIDv7()]
  await call('PUT', `/api/chat/rooms/${rooms[0]}/messages/${message}/pictures/${picture}`, token('asha0'), shown)
  await call('POST', `/api/chat/rooms/${rooms[0]}/messages/`, token('asha0'), { id: message, text: '', pictures: [{ id: picture, alt: canary }] })

  let over = false
  const writers = names.flatMap(([one, other], i) => [
    talk(token(one), rooms[i] ?? ''),
    talk(token(other), rooms[i] ?? ''),
    addTodo(token(one), lists[i]?.id ?? ''),
    i === 0 ? signUp : addTodo(token(one), lists[i]?.id ?? ''),
  ])
  expect(writers).toHaveLength(16)
  const writing = Promise.all(
    writers.map(async (write) => {
      while (!over) await write().then(noted)
    }),
  )
  while (acknowledged.times.length < 300) await Bun.sleep(5)
  const before = { messages: [...acknowledged.messages], todos: [...acknowledged.todos], people: [...acknowledged.people] }
  const began = performance.now()
  const made = await verb(environment, 'backup', file)
  const ended = performance.now()
  over = true
  await writing
  expect(made).toMatchObject({ code: 0, err: '' })
  expect(made.out).toContain('SECRET_KEY is not in it')
  // Writes went on: there are many in this time, and nobody waited long for one.
  const during = acknowledged.times.filter((time) => time > began && time < ended).sort((a, b) => a - b)
  const pauses = during.slice(1).map((time, i) => time - (during[i] ?? 0))
  console.log(
    `backup of ${Math.round(ended - began)} ms: ${during.length} writes meanwhile, the longest pause between two ${Math.round(Math.max(...pauses))} ms`,
  )
  expect(during.length).toBeGreaterThan(50)
  expect(Math.max(...pauses)).toBeLessThan(2000)
  expect(await verb(environment, 'backup', '--verify', file)).toMatchObject({ code: 0, err: '' })
  for (const bytes of [readFileSync(file), gunzipSync(readFileSync(file))])
    for (const words of ['Kanyakumari', Buffer.from(canary).toString('base64').slice(0, 40)]) expect(bytes.includes(words)).toBe(false)

  // Not while a server has it open, whatever is said.
  const refused = await verb(environment, 'restore', file, '--replace')
  expect(refused).toMatchObject({ code: 1, out: '' })
  expect(refused.err).toContain('stop it first')
  server.kill('SIGTERM')
  expect(await server.exited).toBe(0)

  const env = { ...environment, ...place.environment }
  expect(await verb(env, 'restore', file)).toMatchObject({ code: 0, err: '' })
  if (!env['DATABASE_URL']) {
    const db = new Database(join(env['DATA_DIR'] ?? '', 'banyan.db'), { readonly: true })
    expect(db.query('pragma integrity_check').values()).toEqual([['ok']])
    expect(db.query('pragma foreign_key_check').values()).toEqual([])
    db.close()
  }
  await start(env)
  // The tokens of before open nothing any more; passwords do.
  await expect(call('GET', '/api/lists/', token('asha0'))).rejects.toThrow('401')
  for (const [i, [one, other]] of names.entries()) {
    const [mine, theirs] = [await signIn(one), await signIn(other)]
    const room = rooms[i] ?? ''
    const read = new Map<string, string>()
    for (let after = 0; ; ) {
      const { results } = await call<{ results: { seq: number; id: string; text: string; damaged: boolean }[] }>(
        'GET',
        `/api/chat/rooms/${room}/messages/?after=${after}&limit=100`,
        theirs,
      )
      expect(results.filter(({ damaged }) => damaged)).toEqual([])
      for (const { id, text } of results) read.set(id, text)
      const next = results.at(-1)?.seq
      if (next === undefined) break
      after = next
    }
    const said = before.messages.filter((one) => one.room === room)
    expect(said.length).toBeGreaterThan(5)
    expect(said.filter(({ id, text }) => read.get(id) !== text)).toEqual([])
    const titles = new Set<string>()
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path = `/api/todos/?list_id=${lists[i]?.id}&limit=100${cursor && `&cursor=${cursor}`}`
      const answer: { results: { title: string }[]; next: string | null } = await call('GET', path, mine)
      for (const { title } of answer.results) titles.add(title)
      cursor = answer.next
    }
    expect(before.todos.filter(({ list, title }) => list === lists[i]?.id && !titles.has(title))).toEqual([])
  }
  for (const name of before.people.slice(0, 5)) await signIn(name)
  const restored = await signIn('asha0')
  const profile = JSON.stringify(await call('GET', '/api/v1/users/profile/', restored))
  const [avatar = ''] = /\/media\/avatars\/[\w.-]+/.exec(profile) ?? []
  const served = [avatar, `/api/chat/rooms/${rooms[0]}/pictures/${picture}?size=large`]
  for (const path of served) {
    const answer = await fetch(address + path, { headers: { authorization: `Bearer ${restored}` } })
    expect({ path, status: answer.status, type: answer.headers.get('content-type') }).toEqual({ path, status: 200, type: 'image/webp' })
    expect((await answer.bytes()).length).toBeGreaterThan(100)
  }
  server.kill('SIGTERM')
  expect(await server.exited).toBe(0)

  const wrong = await verb({ ...env, SECRET_KEY: 'another secret, also of thirty-two bytes or more' }, 'restore', file, '--replace')
  expect(wrong.code).toBe(0)
  expect(wrong.out).toContain('WARNING: SECRET_KEY is not the one of this backup')
  await expect(start({ ...env, SECRET_KEY: 'another secret, also of thirty-two bytes or more' })).rejects.toThrow('SECRET_KEY is not the one')
  await start(env)
})
