import { Database } from 'bun:sqlite'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharedCommit } from './bare-commit.ts'
import type { Ready } from './scenarios.ts'

/** The limit: what the runtime does when nobody is in between. The same headers and bytes, the same rows, nothing else. */
const kind = process.argv[2] ?? ''
const model = JSON.parse(readFileSync(process.env['BENCH_MODEL'] ?? '', 'utf8')) as { headers: Record<string, string>; body: string } | null
if (!model) throw new Error('the runner says what to answer')
const { 'x-request-id': _, date, 'content-length': length, ...shared_headers } = model.headers
// Ready-made: the runtime copies these quicker than it reads a plain object.
const headers = new Headers(shared_headers)
const token = 'ab'.repeat(32)

const db = new Database(join(mkdtempSync(join(tmpdir(), 'bare-bench-')), 'bare.db'))
db.run('pragma journal_mode = wal')
db.run('pragma synchronous = full')
db.run('create table users (id text primary key, number integer, username text, email text, role text, is_active integer, deleted_at text)')
db.run('create table sessions (id text primary key, user_id text, secret_hash text unique, expires_at text, ended_at text)')
db.run('create table notes (id text primary key, user_id text, title text, text text, words integer, created_at text, updated_at text)')
db.run('create index notes_by_user on notes (user_id, id)')
db.run(
  'create table audit_entries (id text primary key, actor_id text, action text, model text, object_id text, changes text, ip text, request_id text, created_at text)',
)
db.run('create index audit_by_object on audit_entries (model, object_id, id)')
db.run('create index audit_by_actor on audit_entries (actor_id, id)')
db.run('create table jobs (id text primary key, name text, payload text, key text unique, state text, attempts integer, run_at text, created_at text)')
db.run('create index jobs_by_turn on jobs (state, run_at)')
const digest = (text: string) => new Bun.CryptoHasher('sha256').update(text).digest('base64url')
db.run("insert into users values ('u1', 1, 'asha', 'asha@example.com', 'admin', 1, null)")
db.run("insert into sessions values ('s1', 'u1', ?, '2999-01-01T00:00:00.000Z', null)", [digest(token)])

const bySecret = db.prepare(
  'select users.id, number, username, email, role from sessions join users on users.id = sessions.user_id where secret_hash = ? and ended_at is null and expires_at > ? and is_active = 1 and deleted_at is null',
)
const insertNote = db.prepare('insert into notes values (?, ?, ?, ?, null, ?, ?) returning id, title, text, words, created_at')
const insertAudit = db.prepare("insert into audit_entries values (?, ?, 'notes.note_added', 'notes', ?, ?, ?, ?, ?)")
const insertJob = db.prepare("insert into jobs values (?, 'notes.count_words', ?, null, 'queued', 0, ?, ?)")
const [begin, commit] = ['begin immediate', 'commit'].map((sql) => db.prepare(sql))
const shared = sharedCommit(db)

interface User {
  id: string
  number: number
  username: string
  email: string
  role: string
}

function userOf(request: Request): User | null {
  const secret = request.headers.get('authorization')?.slice(7) ?? ''
  return bySecret.get(digest(secret), new Date().toISOString()) as User | null
}

function store(user: User, { id, title, text }: { id: string; title: string; text: string }): unknown {
  const now = new Date().toISOString()
  const note = insertNote.get(id, user.id, title, text, now, now)
  insertAudit.run(Bun.randomUUIDv7(), user.id, id, JSON.stringify({ after: { title } }), '127.0.0.1', crypto.randomUUID(), now)
  insertJob.run(Bun.randomUUIDv7(), JSON.stringify({ id }), now, now)
  return note
}

async function create(request: Request): Promise<Response> {
  const user = userOf(request)
  if (!user) return new Response(null, { status: 401 })
  const body = (await request.json()) as { id: string; title: string; text: string }
  if (kind === 'create-shared') return new Response(JSON.stringify(await shared(() => store(user, body))), { status: 201, headers })
  begin?.run()
  const note = store(user, body)
  commit?.run()
  return new Response(JSON.stringify(note), { status: 201, headers })
}

function profile(request: Request): Response {
  const user = userOf(request)
  if (!user) return new Response(null, { status: 401 })
  return new Response(JSON.stringify({ id: user.number, username: user.username, email: user.email, is_admin: user.role === 'admin' }), { headers })
}

/** As little as checking a credential can be: its SHA-256, looked up in memory. */
const remembered = new Map([[digest(token), model.body]])
function me(request: Request): Response {
  const found = remembered.get(digest(request.headers.get('authorization')?.slice(7) ?? ''))
  return found === undefined ? new Response(null, { status: 401 }) : new Response(found, { headers })
}

const bytes = new TextEncoder().encode(model.body)
const answers = new Map([
  ['/api/states/kerala', bytes],
  ['/states/kerala', bytes],
])
function fixed(request: Request): Response {
  const { url } = request
  const found = answers.get(url.slice(url.indexOf('/', 8)))
  return found ? new Response(found, { headers }) : new Response(null, { status: 404 })
}

const handlers: Record<string, (request: Request) => Response> = { profile, me }
const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: handlers[kind] ?? (kind.startsWith('create') ? create : fixed) })
console.log(JSON.stringify({ port: Number(server.url.port), token } satisfies Ready))
process.once('SIGTERM', () => process.exit(0))
