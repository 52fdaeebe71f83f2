import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apps } from '#apps'
import { readConfig } from '#server/config.ts'
import { openSite } from '#server/main.ts'
import { png } from '#server/testing-pictures.ts'
import { cheap_hashes } from '../bin/test/run.ts'
import { bare, frozenCopy } from './frozen-copy.ts'
import { freePort } from './kernel/free-port.ts'

setDefaultTimeout(600_000)
/** Twenty times by `KILL_ROUNDS=20`; it is SQLite's file and our own that are looked at, so the run on PostgreSQL needs little of it. */
const rounds = process.env['TEST_DATABASE_URL'] ? 1 : Number(process.env['KILL_ROUNDS'] ?? 2)
const writers = 6
const password = 'Peepal-tree-7'

const folder = mkdtempSync(join(tmpdir(), 'banyan-kill-posts-'))
const data = join(folder, 'data')
let address = ''
let port = 0
beforeAll(async () => {
  frozenCopy(folder)
  port = await freePort()
  address = `http://127.0.0.1:${port}`
})
afterAll(() => rmSync(folder, { recursive: true }))

const secret = 'of the test of posts, thirty-two bytes or more'
async function start() {
  const env = {
    ...bare,
    ...cheap_hashes,
    NODE_ENV: 'production',
    BANYAN_ENV: 'testing',
    SECRET_KEY: secret,
    PORT: String(port),
    DATA_DIR: data,
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'warn',
  }
  const server = Bun.spawn([join(folder, 'banyan'), 'start'], { cwd: folder, env, stdout: 'ignore', stderr: 'pipe' })
  for (;;) {
    const answer = await fetch(`${address}/api/health/`).catch(() => undefined)
    if (answer?.status === 200) return server
    if (server.exitCode !== null) throw new Error(`./banyan start ended: ${await new Response(server.stderr).text()}`)
    await Bun.sleep(10)
  }
}

interface Written {
  id: string
  postname: string
  content: string
  url: string
}
/** What a client has read a whole 2xx answer for. */
const acknowledged: Written[] = []
const pictures: string[] = []

async function call<T>(path: string, token: string, body: Uint8Array<ArrayBuffer> | object, type = 'application/json'): Promise<T> {
  const init = {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body: body instanceof Uint8Array ? body : JSON.stringify(body),
  }
  const response = await fetch(address + path, init)
  const text = await response.text()
  if (!response.ok) throw new Error(`${path} gave ${response.status}: ${text}`)
  return JSON.parse(text) as T
}

async function tokenOf(username: string): Promise<string> {
  await call('/api/auth/register', '', { username, email: `${username}@example.com`, password })
  return (await call<{ access_token: string }>('/api/auth/login', '', { username, password })).access_token
}

/** Pictures and posts that show them, one after the other, until the server is gone. */
async function stream(token: string, round: number, writer: number, isOver: () => boolean): Promise<void> {
  const picture = png(64 + writer, 48)
  for (let n = 0; !isOver(); n++) {
    try {
      const { data: image } = await call<{ data: { id: string; url: string } }>('/api/images', token, picture, 'image/png')
      pictures.push(image.url)
      const post = {
        id: crypto.randomUUID(),
        postname: `Round ${round}, writer ${writer}, ${n}`,
        content: `One.\n\n![x](${image.url})\n`,
        category: 'Travel',
        image: image.id,
      }
      await call('/api/posts', token, post)
      acknowledged.push({ id: post.id, postname: post.postname, content: post.content, url: image.url })
    } catch (error) {
      // A refusal would be a fault of the server; a broken connection is the kill.
      if (!isOver() || String(error).includes(' gave ')) throw error
    }
  }
}

const filesOf = () => (existsSync(join(data, 'media/posts')) ? readdirSync(join(data, 'media/posts')).filter((name) => name.endsWith('.webp')) : [])
const namesOf = (url: string) => [1600, 800, 400].map((width) => `${url.split('/').at(-1)?.replace('-1600.webp', '')}-${width}.webp`)

function check(swept = false): void {
  const db = new Database(join(data, 'banyan.db'), { readonly: true })
  const column = (sql: string) =>
    db
      .query(sql)
      .values()
      .map(([value]) => String(value))
  expect(column('pragma integrity_check')).toEqual(['ok'])
  expect(column('pragma foreign_key_check')).toEqual([])
  const rows = new Map(
    db
      .query('select p.id, p.postname, p.content, p.html, i.name from portal_posts p left join portal_images i on i.id = p.cover_id')
      .values()
      .map((row) => [row[0], row] as const),
  )
  const files = new Set(filesOf())
  for (const { id, postname, content, url } of acknowledged) {
    const [, stored_name, stored_content, html, cover] = rows.get(id) ?? []
    expect({ id, stored_name, stored_content, shown: String(html).includes(url.replace('-1600', '-800')), cover }).toEqual({
      ...{ id, stored_name: postname, stored_content: content, shown: true, cover: url.split('/').at(-1)?.replace('-1600.webp', '') },
    })
  }
  // A picture whose post was not stored any more is swept in the end.
  if (!swept) for (const name of pictures.flatMap(namesOf)) expect({ name, there: files.has(name) }).toEqual({ name, there: true })
  // No row names what is not there, acknowledged or not; and each post came whole or not at all.
  for (const name of column('select name from portal_images'))
    for (const file of namesOf(`/${name}-1600.webp`)) expect({ file, there: files.has(file) }).toEqual({ file, there: true })
  const count = (sql: string) => Number(column(`select count(*) from ${sql}`)[0])
  const posts = count('portal_posts')
  expect({
    slugs: count('portal_post_slugs'),
    revisions: count('portal_revisions'),
    entries: count("audit_entries where action = 'portal.post_added'"),
    found: count('portal_post_docs'),
    uses: count('portal_image_uses'),
  }).toEqual({ slugs: posts, revisions: posts, entries: posts, found: posts, uses: posts })
  db.close()
}

/** What the job of the night would do, two days later. */
async function sweepLater(): Promise<void> {
  const environment = { BANYAN_ENV: 'testing', SECRET_KEY: secret, DATA_DIR: data, LOG_LEVEL: 'error' }
  const running = await openSite({ config: readConfig(environment, () => ''), apps, now: () => new Date(Date.now() + 2 * 86_400_000) })
  const sweep = apps.flatMap(({ jobs = [] }) => jobs).find(({ name }) => name === 'portal.sweep_images')
  await sweep?.run({ id: 'x', attempt: 1, payload: {}, site: running.site })
  await running.stop()
}

test(`kill -9 while ${writers} people write posts with pictures, ${rounds} times: what was acknowledged is there, whole, and the sweep leaves no orphan`, async () => {
  let server = await start()
  const tokens = await Promise.all(Array.from({ length: writers }, (_, n) => tokenOf(`writer${n}`)))
  for (let round = 0; round < rounds; round++) {
    let over = false
    const before = acknowledged.length
    const streams = Promise.all(tokens.map((token, n) => stream(token, round, n, () => over)))
    while (acknowledged.length < before + writers) await Promise.race([Bun.sleep(5), streams])
    await Bun.sleep(Math.random() * 300)
    over = true
    server.kill('SIGKILL')
    await Promise.all([server.exited, streams])
    server = await start()
    check()
  }
  server.kill('SIGTERM')
  expect(await server.exited).toBe(0)
  await sweepLater()
  check(true)
  const db = new Database(join(data, 'banyan.db'), { readonly: true })
  const named = db
    .query('select name from portal_images')
    .values()
    .flatMap(([name]) => namesOf(`/${name}-1600.webp`))
  expect(filesOf().sort()).toEqual(named.sort())
  expect(db.query('select count(*) from portal_images where id not in (select image_id from portal_image_uses)').values()).toEqual([[0]])
  db.close()
  console.log(`durability of posts: ${acknowledged.length} posts and ${pictures.length} pictures acknowledged, ${named.length} files left`)
})
