import { Database } from 'bun:sqlite'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stateDocuments } from '../apps/portal/server/search/states.ts'
import { fillForSearch } from './posts-data.ts'
import type { Ready } from './scenarios.ts'
import { benchSite, tokenAt } from './site.ts'

/** The limit for a search: the same index and words, the same questions to it, the same hits laid out with what was found marked. */
const model = JSON.parse(readFileSync(process.env['BENCH_MODEL'] ?? '', 'utf8')) as { headers: Record<string, string>; body: string } | null
if (!model) throw new Error('the runner says what to answer')
const { 'x-request-id': _, date, 'content-length': length, etag, ...shared_headers } = model.headers
const headers = new Headers(shared_headers)

const { running } = await benchSite()
const token = await tokenAt(running)
await fillForSearch(running)
await running.stop()
const db = new Database(join(running.site.config.DATA_DIR, 'banyan.db'), { readonly: true })
db.run('pragma cache_size = -65536')

const digest = (text: string) => new Bun.CryptoHasher('sha256').update(text).digest('base64url')
const bySecret = db.prepare(
  'select users.id from sessions join users on users.id = sessions.user_id where secret_hash = ? and ended_at is null and expires_at > ? and is_active = 1 and deleted_at is null',
)
const known = db.prepare('select scope, word from portal_words where scope in (?, ?) and word in (select value from json_each(?))')
const begun = db.prepare(
  'select word from (select word from portal_words where scope = ? and word >= ? and word < ? order by word limit 2000) order by length(word), word limit 100',
)
const ask = (kind: string) =>
  db.prepare(
    `select rowid as doc from portal_${kind}_index where portal_${kind}_index match ? and rowid not in (select value from json_each(?)) order by rowid desc limit ?`,
  )
const asked = { post: ask('post'), comment: ask('comment') }
const posts = db.prepare(
  'select d.doc, p.id, p.slug, p.postname, p.html, p.language from portal_post_docs d join portal_posts p on p.id = d.object_id where d.doc in (select value from json_each(?)) and p.deleted_at is null and (p.public = 1 or p.author_id = ?)',
)
const comments = db.prepare(
  `select d.doc, c.id, c.html, p.slug, p.postname, p.language from portal_comment_docs d join portal_comments c on c.id = d.object_id join portal_posts p on p.id = c.post_id
   where d.doc in (select value from json_each(?)) and p.public = 1 and c.deleted_at is null and c.held_at is null and c.hidden_at is null`,
)

const letter = /[\p{L}\p{N}\p{M}]/u
type Piece = { text: string; hit: boolean }

/** Where a word of these stands, or one that begins with the last, from a place on. */
function next(text: string, words: string[], last: string, from: number): [number, number] | undefined {
  let best: [number, number] | undefined
  for (const word of [...words, last])
    for (let at = text.indexOf(word, from); at >= 0 && (!best || at < best[0]); at = text.indexOf(word, at + 1)) {
      if (at > 0 && letter.test(text[at - 1] ?? '')) continue
      let end = at + word.length
      while (end < text.length && letter.test(text[end] ?? '')) end++
      if (word === last || end === at + word.length) best = [at, end]
    }
  return best
}

function marked(text: string, words: string[], last: string, before = '', after = ''): Piece[] {
  const lower = text.toLowerCase()
  const pieces: Piece[] = []
  const add = (piece: string, hit: boolean) => {
    if (piece) pieces.push({ text: piece, hit })
  }
  let [plain, from] = [before, 0]
  for (let found = next(lower, words, last, 0); found; found = next(lower, words, last, from)) {
    add(plain + text.slice(from, found[0]), false)
    add(text.slice(...found), true)
    ;[plain, from] = ['', found[1]]
  }
  add(plain + text.slice(from) + after, false)
  return pieces
}

function snippet(text: string, words: string[], last: string): Piece[] {
  const first = next(text.toLowerCase(), words, last, 0)?.[0] ?? 0
  const blank = text.indexOf(' ', first - 60)
  const from = first <= 60 ? 0 : blank < 0 || blank > first ? first : blank + 1
  const near = text.lastIndexOf(' ', from + 200)
  const until = from + 200 >= text.length ? text.length : near <= first ? from + 200 : near
  return marked(text.slice(from, until).trim(), words, last, from > 0 ? '… ' : '', until < text.length ? ' …' : '')
}

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
const plain = (html: string) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (whole) => entities[whole] ?? whole)
    .replace(/\s+/g, ' ')
    .trim()

const tokens = (mark: string, words: string[], ends: string[]) =>
  [...words.map((word) => `"${mark}${word}"`), `(${ends.map((end) => `"${mark}${end}"`).join(' OR ')})`].join(' AND ')

interface Row {
  doc: number
  id: string
  slug: string
  postname: string
  html: string
  language: string
}

function search(q: string, user: string): unknown {
  const words = q.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  const last = words.pop() ?? ''
  const scope = user.slice(-12)
  const there = known.values('', scope, JSON.stringify([...words, last])) as [string, string][]
  const has = new Set(there.flatMap(([whose, word]) => (whose === '' ? [word] : [])))
  const longer = (begun.values('', last, `${last}\u{10ffff}`) as string[][]).map(([word]) => word ?? '')
  begun.values(scope, last, `${last}\u{10ffff}`)
  const ends = [has.has(last) ? [last] : [], longer]
  const found: { part: number; kind: 'state' | 'post' | 'comment'; doc: number }[] = []
  let part = -1
  for (const mark of ['a', 'b'])
    for (const [n, end] of ends.entries())
      for (const kind of ['state', 'post', 'comment'] as const) {
        if (kind === 'comment' && mark === 'a') continue
        part++
        if (found.length > 20) continue
        if (kind === 'state') for (const doc of statesWith(mark, words, last, n === 0)) found.push({ part, kind, doc })
        else if (end.length > 0) {
          const before = found.filter((one) => one.kind === kind).map(({ doc }) => doc)
          for (const [doc] of asked[kind].values(tokens(mark, words, end), JSON.stringify(before), 21 - found.length) as number[][])
            found.push({ part, kind, doc: doc ?? 0 })
        }
      }
  const shown = found.slice(0, 20)
  const docs = (kind: string) => JSON.stringify(shown.filter((one) => one.kind === kind).map(({ doc }) => doc))
  const rows = { post: byDoc(posts.all(docs('post'), user) as Row[]), comment: byDoc(comments.all(docs('comment')) as Row[]) }
  const data = shown.map(({ kind, doc }) => (kind === 'state' ? shownState(doc, words, last) : shownRow(kind, rows[kind].get(doc) as Row, words, last)))
  const end = shown.at(-1)
  const cursor = found.length > 20 && end ? Buffer.from(JSON.stringify(['search', 1, end.part, end.doc])).toString('base64url') : null
  return { ok: true, data, next: cursor, previous: null }
}

const byDoc = (rows: Row[]) => new Map(rows.map((row) => [row.doc, row]))

function shownRow(kind: 'post' | 'comment', row: Row, words: string[], last: string) {
  const { id, slug, postname, html, language } = row
  const path = kind === 'post' ? `/posts/${slug}` : `/posts/${slug}#comment-${id}`
  return { kind, id, path, title: marked(postname, words, last), snippet: snippet(plain(html), words, last), language, draft: false }
}

const all_states = stateDocuments()
const words_of_states = all_states.map(({ named, all }) => ({ a: [...named], b: [...all], named, all }))
const seen_states = new Set<number>()
function statesWith(mark: string, words: string[], last: string, whole: boolean): number[] {
  if (mark === 'a' && whole) seen_states.clear()
  const found: number[] = []
  for (const [place, { a, b, named, all }] of words_of_states.entries()) {
    const [set, list] = mark === 'a' ? [named, a] : [all, b]
    if (seen_states.has(place) || !words.every((word) => set.has(word))) continue
    if (!(whole ? set.has(last) : list.some((word) => word.startsWith(last)))) continue
    seen_states.add(place)
    found.push(all_states.length - place)
  }
  return found
}
function shownState(doc: number, words: string[], last: string) {
  const { state, texts } = all_states[all_states.length - doc] as (typeof all_states)[number]
  const said = texts[0]
  return {
    ...{ kind: 'state', id: state.slug, path: `/states/${state.slug}`, title: marked(state.name, words, last) },
    ...{ snippet: snippet(said?.text ?? '', words, last), language: 'en', draft: false },
  }
}

function answer(request: Request): Response {
  const secret = request.headers.get('authorization')?.slice(7) ?? ''
  const user = (bySecret.get(digest(secret), new Date().toISOString()) as { id: string } | null)?.id
  if (!user) return new Response(null, { status: 401 })
  return new Response(JSON.stringify(search(new URL(request.url).searchParams.get('q') ?? '', user)), { headers })
}

const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: answer })
const same = await (await fetch(`${server.url}api/search?q=${process.argv[2]}`, { headers: { authorization: `Bearer ${token}` } })).text()
// Ids and times are of this site, the rest has to be what Banyan says, letter by letter.
const comparable = (text: string) => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id').replace(/"next":"[\w-]+"/, '"next"')
if (comparable(same) !== comparable(model.body)) {
  console.error(`${comparable(same)}\n\n${comparable(model.body)}`)
  throw new Error('this is not what Banyan answers')
}
console.log(JSON.stringify({ port: Number(server.url.port), token } satisfies Ready))
process.once('SIGTERM', () => process.exit(0))
