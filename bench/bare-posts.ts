import { Database } from 'bun:sqlite'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import markdownIt from 'markdown-it'
import sanitize from 'sanitize-html'
import { sharedCommit } from './bare-commit.ts'
import { fillPosts } from './posts-data.ts'
import type { Ready } from './scenarios.ts'
import { benchSite, tokenAt } from './site.ts'

/** The limit for posts: the same tables with the same rows, the same statements, the same two libraries over the text, nothing in between. */
const model = JSON.parse(readFileSync(process.env['BENCH_MODEL'] ?? '', 'utf8')) as { headers: Record<string, string>; body: string } | null
if (!model) throw new Error('the runner says what to answer')
const { 'x-request-id': _, date, 'content-length': length, etag, ...shared_headers } = model.headers
const headers = new Headers(shared_headers)

const { running } = await benchSite()
const token = await tokenAt(running)
fillPosts(running)
await running.stop()
const db = new Database(join(running.site.config.DATA_DIR, 'banyan.db'))
db.run('pragma journal_mode = wal')
db.run('pragma synchronous = full')
db.run('pragma cache_size = -65536')

const digest = (text: string) => new Bun.CryptoHasher('sha256').update(text).digest('base64url')
const bySecret = db.prepare(
  'select users.id from sessions join users on users.id = sessions.user_id where secret_hash = ? and ended_at is null and expires_at > ? and is_active = 1 and deleted_at is null',
)
const summary =
  'p.id, p.slug, p.postname, p.excerpt, p.words, p.category, p.category_key, p.state, p.language, p.published_at, p.likes, p.comments, p.updated_at, u.number, u.username, r.avatar, i.name as cover'
const joins =
  'from portal_posts p left join users u on u.id = p.author_id left join profiles r on r.user_id = p.author_id left join portal_images i on i.id = p.cover_id'
const page = db.prepare(`select ${summary} ${joins} where p.public = 1 order by p.published_at desc, p.id desc limit 21`)
const one = db.prepare(`select p.*, u.number, u.username, r.avatar, i.name as cover ${joins} where p.id = ?`)
const claim = db.prepare('insert into portal_post_slugs values (?, ?, ?) on conflict do nothing returning slug')
const insert = db.prepare(
  `insert into portal_posts (id, author_id, slug, postname, content, html, contents, renderer, excerpt, words, category, category_key, state, language, translation_group,
   status, published_at, public, likes, comments, version, draft_version, created_at, updated_at)
   values (?, ?, ?, ?, ?, ?, '[]', 1, ?, ?, 'Travel', 'travel', ?, 'en', ?, 'published', ?, 1, 0, 0, 1, 0, ?, ?) on conflict (id) do nothing returning id`,
)
const revision = db.prepare(
  "insert into portal_revisions (id, post_id, number, author_id, postname, content, words, category, state, created_at, updated_at) values (?, ?, 1, ?, ?, ?, ?, 'Travel', ?, ?, ?)",
)
const known = db.prepare("select word from portal_words where scope = '' and word in (select value from json_each(?))")
const learn = db.prepare("insert into portal_words (scope, word) select '', value from json_each(?) where true on conflict do nothing")
const doc = db.prepare("insert into portal_post_docs (doc, object_id, scope) values (?, ?, '') returning doc")
const index = db.prepare('insert into portal_post_index (rowid, words) values (?, ?)')
const audit = db.prepare("insert into audit_entries values (?, ?, 'portal.post_added', 'portal_posts', ?, ?, ?, ?, ?)")
const shared = sharedCommit(db)
const markdown = markdownIt({ html: false, linkify: true })

function userOf(request: Request): string | undefined {
  const secret = request.headers.get('authorization')?.slice(7) ?? ''
  return (bySecret.get(digest(secret), new Date().toISOString()) as { id: string } | null)?.id
}

type Row = Record<string, string | number | null>
const author = ({ number, username, avatar }: Row) => ({ id: number, username, name: '', avatar })
const shown = ({ number, username, avatar, cover, words, ...row }: Row) => ({
  ...{ ...row, image: cover, cover, reading_minutes: Math.max(1, Math.round(Number(words) / 200)), status: 'published' },
  author: author({ number: number ?? null, username: username ?? null, avatar: avatar ?? null }),
})

function list(): Response {
  const rows = page.all() as Row[]
  const data = rows.slice(0, 20).map(shown)
  const last = data[19] as Row | undefined
  const next = rows.length > 20 && last ? Buffer.from(JSON.stringify(['published_at', 1, last['published_at'], last['id']])).toString('base64url') : null
  return new Response(JSON.stringify({ ok: true, data, next, previous: null }), { headers })
}

interface Given {
  id: string
  postname: string
  content: string
  state: string
}
let n = 0
function store(user: string, { id, postname, content, state }: Given, html: string): unknown {
  const now = new Date().toISOString()
  const slug = postname.toLowerCase().replaceAll(' ', '-')
  claim.get(slug, id, now)
  insert.get(id, user, slug, postname, content, html, content.slice(0, 200), 11, state, id, now, now, now)
  revision.run(Bun.randomUUIDv7(), id, user, postname, content, 11, state, now, now)
  const words = [...new Set(`${postname} ${content}`.toLowerCase().match(/\p{L}[\p{L}\p{M}]*|\p{N}+/gu) ?? [])]
  const old = new Set((known.values(JSON.stringify(words)) as string[][]).map(([word]) => word))
  const fresh = words.filter((word) => !old.has(word))
  if (fresh.length > 0) learn.run(JSON.stringify(fresh))
  const at = Date.now() * 4096 + n++
  doc.get(at, id)
  index.run(at, words.map((word) => `b${word}`).join(' '))
  audit.run(Bun.randomUUIDv7(), user, id, JSON.stringify({ after: { postname, length: content.length } }), '127.0.0.1', crypto.randomUUID(), now)
  return { ok: true, data: shown(one.get(id) as Row) }
}

const bytes = new TextEncoder().encode(model.body)
async function answer(request: Request): Promise<Response> {
  if (request.method === 'GET' && !request.headers.has('authorization')) return new Response(bytes, { headers })
  const user = userOf(request)
  if (!user) return new Response(null, { status: 401 })
  if (request.method === 'GET') return list()
  const given = (await request.json()) as Given
  const html = sanitize(markdown.render(given.content))
  return new Response(JSON.stringify(await shared(() => store(user, given, html))), { status: 201, headers })
}

const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: answer })
console.log(JSON.stringify({ port: Number(server.url.port), token } satisfies Ready))
process.once('SIGTERM', () => process.exit(0))
