import { join } from 'node:path'
import { tidyIndex } from '#server/db/tidy-index.ts'
import type { Running } from '#server/main.ts'
import { fillSite } from '../apps/portal/server/scale/command.ts'
import { tablesOf } from '../apps/portal/server/search/documents.ts'
import { median } from './contest.ts'
import { person } from './people.ts'
import { benchSite, tokenAt } from './site.ts'

const small = { posts: 1000, comments: 10_000 }
const large = { posts: 100_000, comments: 1_000_000 }
const expected = 1.5
const rounds = 20
/** Answers of one side in a row. On SQLite the CPU that they take is measured, which a busy machine does not change; PostgreSQL's is another process's, so there it is time. */
const in_a_row = 10

/** Each asks for what a reader with a token asks for; nothing of it is kept, so every answer is made. */
const questions: Record<string, (first: { slug: string; cursor: string }) => string> = {
  list: () => '/api/posts?limit=20',
  'list for a reader of Hindi': () => '/api/posts?limit=20&reader=hi',
  'second page of the list': ({ cursor }) => `/api/posts?limit=20&cursor=${cursor}`,
  'list of a state': () => '/api/posts?state=kerala',
  post: ({ slug }) => `/api/posts/${slug}`,
  'its comments': ({ slug }) => `/api/posts/${slug}/comments?limit=50`,
  author: () => `/api/posts?author=${person.username}`,
  'search, a common word': () => '/api/search?q=monsoon',
  'search, two words and a beginning': () => '/api/search?q=old harbour fish',
  'search, a rare word': () => '/api/search?q=ravima',
  'search, a slip': () => '/api/search?q=monsoom',
  'search in Hindi': () => `/api/search?q=${encodeURIComponent('इलायची')}`,
}

/** Where the two sites lie, so that the next run finds them filled: a folder, or on PostgreSQL the URLs of two databases. */
function placeOf(name: 'few' | 'many'): Record<string, string> {
  const url = process.env[`BENCH_${name.toUpperCase()}_URL`]
  const folder = process.env['BENCH_KEEP']
  const place: Record<string, string> = {}
  if (url) place['DATABASE_URL'] = url
  if (folder) place['DATA_DIR'] = join(folder, name)
  return place
}

async function ready(name: 'few' | 'many', scale: typeof small) {
  const { running } = await benchSite([], {}, placeOf(name))
  const token = await tokenAt(running)
  const began = performance.now()
  const { n } = await running.site.store.db
    .selectFrom('portal_posts')
    .select((e) => e.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  if (Number(n) < scale.posts) await fillSite(running.site, scale)
  // As the hourly job leaves it.
  for (const [, index] of Object.values(tablesOf)) await tidyIndex(running.site.store, index)
  console.log(`${scale.posts} posts and ${scale.comments} comments: ${Math.round((performance.now() - began) / 1000)} s`)
  const list = JSON.parse(await (await get(running, token, '/api/posts?limit=20')).text()) as { data: { slug: string }[]; next: string }
  return { running, token, first: { slug: list.data[10]?.slug ?? '', cursor: list.next } }
}

async function get(running: Running, token: string, path: string): Promise<Response> {
  const response = await running.server.handle(
    new Request(`http://localhost${path}`, { headers: { host: 'localhost', authorization: `Bearer ${token}` } }),
    '127.0.0.1',
  )
  if (response.status !== 200) throw new Error(`${path}: ${response.status}`)
  return response
}

const cpu = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** What an answer costs with a hundred times as much on the site, against what it costs with little. True when no ratio is above 1.5. */
export async function blogScale(): Promise<boolean> {
  const [few, many] = [await ready('few', small), await ready('many', large)]
  console.log(`\n## blog-scale: ${large.posts} posts and ${large.comments} comments against ${small.posts} and ${small.comments}\n`)
  console.log('| what | with few | with many | ratio |\n|---|---|---|---|')
  let good = true
  const used = few.running.site.store.db.dialect === 'sqlite' ? cpu : () => performance.now()
  for (const [name, pathOf] of Object.entries(questions)) {
    const times: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round++)
      for (const [i, site] of [few, many].entries()) {
        const began = used()
        for (let n = 0; n < in_a_row; n++) await (await get(site.running, site.token, pathOf(site.first))).text()
        times[i as 0 | 1].push((used() - began) / in_a_row)
      }
    const [before, after] = [median(times[0]), median(times[1])]
    good &&= after / before <= expected
    console.log(`| ${name} | ${before.toFixed(2)} ms | ${after.toFixed(2)} ms | ${(after / before).toFixed(2)} × |`)
  }
  await few.running.stop()
  await many.running.stop()
  return good
}
