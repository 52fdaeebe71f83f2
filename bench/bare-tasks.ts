import { Database } from 'bun:sqlite'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tidySearch } from '../apps/tasks/server/tidy-search.ts'
import { sharedCommit } from './bare-commit.ts'
import type { Ready } from './scenarios.ts'
import { benchSite, tokenAt } from './site.ts'
import { fillTasks } from './tasks-data.ts'

/** The limit for the app of lists: the same tables with the same rows, the same statements, nothing in between. */
const model = JSON.parse(readFileSync(process.env['BENCH_MODEL'] ?? '', 'utf8')) as { headers: Record<string, string> } | null
if (!model) throw new Error('the runner says what to answer')
const { 'x-request-id': _, date, 'content-length': length, etag, ...shared_headers } = model.headers
const headers = new Headers(shared_headers)

const { running } = await benchSite()
const token = await tokenAt(running)
fillTasks(running, Number(process.argv[2]))
await tidySearch(running.site)
await running.stop()
const db = new Database(join(running.site.config.DATA_DIR, 'banyan.db'))
db.run('pragma journal_mode = wal')
db.run('pragma synchronous = full')
db.run('pragma cache_size = -65536')

const digest = (text: string) => new Bun.CryptoHasher('sha256').update(text).digest('base64url')
const bySecret = db.prepare(
  'select users.id from sessions join users on users.id = sessions.user_id where secret_hash = ? and ended_at is null and expires_at > ? and is_active = 1 and deleted_at is null',
)
const shown =
  'id, list_id, title, description, status, priority, due_date, time_zone, recurrence, next_id, position, version, completed_at, created_at, updated_at, deleted_at'
const stretch = (n: number) =>
  `select * from (select ${shown}, created_at as sort_key from todos where user_id = ? and status = ? and deleted_at is null order by created_at desc, id desc limit 21) as s${n}`
const page = db.prepare(`${[0, 1, 2, 3].map(stretch).join(' union all ')} order by sort_key desc, id desc limit 21`)
const change = db.prepare('insert into task_users (user_id, changes) values (?, 1) on conflict (user_id) do update set changes = task_users.changes + 1')
const changes = db.prepare('select changes from task_users where user_id = ?')
const target = db.prepare(
  'select l.*, (select sum(open_count) from task_lists where user_id = ? and deleted_at is null) as all_open from task_lists l where l.id = ? and l.user_id = ? and l.deleted_at is null',
)
const insert = db.prepare(
  "insert into todos (id, user_id, list_id, title, title_key, description, status, priority, priority_rank, due_at, position, version, with_list, created_at, updated_at) values (?, ?, ?, ?, ?, '', 'done', 'none', 0, '9999-12-31T23:59:59.999Z', ?, 1, 0, ?, ?) on conflict (id) do nothing returning *",
)
const index = db.prepare('insert into todos_search (words, rowid) values (?, ?)')
const learn = db.prepare('insert into todo_words (user_id, word) select ?, value from json_each(?) where true on conflict do nothing')
const count = db.prepare('update task_lists set open_count = open_count + 0, todo_count = todo_count + 1, last_position = ? where id = ? returning *')
const audit = db.prepare("insert into audit_entries values (?, ?, 'tasks.todo_added', 'todos', ?, ?, ?, ?, ?)")
const shared = sharedCommit(db)

function userOf(request: Request): string | undefined {
  const secret = request.headers.get('authorization')?.slice(7) ?? ''
  return (bySecret.get(digest(secret), new Date().toISOString()) as { id: string } | null)?.id
}

function list(user: string): Response {
  changes.get(user)
  const rows = page.all(...['todo', 'in_progress', 'done', 'cancelled'].flatMap((status) => [user, status])) as Record<string, string>[]
  const results = rows.slice(0, 20).map(({ sort_key, ...todo }) => todo)
  const last = results[19]
  const next = rows.length > 20 && last ? Buffer.from(JSON.stringify(['-created_at', 1, last['created_at'], last['id']])).toString('base64url') : null
  return new Response(JSON.stringify({ results, next, previous: null }), { headers })
}

let n = 0
function store(user: string, { id, list_id, title }: { id: string; list_id: string; title: string }): unknown {
  const now = new Date().toISOString()
  change.run(user)
  target.get(user, list_id, user)
  const position = `e${String(n++).padStart(5, '0')}`
  const row = insert.get(id, user, list_id, title, title.toLowerCase(), position, now, now) as { doc: number }
  const words = title.toLowerCase().split(' ')
  learn.run(user, JSON.stringify(words))
  index.run(words.map((word) => user.slice(-12) + word).join(' '), row.doc)
  count.get(position, list_id)
  audit.run(Bun.randomUUIDv7(), user, id, JSON.stringify({ after: { title } }), '127.0.0.1', crypto.randomUUID(), now)
  const { doc, user_id, title_key, priority_rank, due_at, overdue_at, with_list, ...todo } = row as Record<string, unknown>
  return todo
}

async function answer(request: Request): Promise<Response> {
  const user = userOf(request)
  if (!user) return new Response(null, { status: 401 })
  if (request.method === 'GET') return list(user)
  const body = (await request.json()) as { id: string; list_id: string; title: string }
  return new Response(JSON.stringify(await shared(() => store(user, body))), { status: 201, headers })
}

const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: answer })
console.log(JSON.stringify({ port: Number(server.url.port), token } satisfies Ready))
process.once('SIGTERM', () => process.exit(0))
