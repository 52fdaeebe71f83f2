import type { Running } from '#server/main.ts'
import { fillSite } from '../apps/portal/server/scale/command.ts'
import { median } from './contest.ts'
import { person } from './people.ts'
import { benchSite, tokenAt } from './site.ts'

const small = { posts: 1000, comments: 10_000 }
const large = { posts: 100_000, comments: 1_000_000 }
const expected = 1.5
const rounds = 20
/** Answers of one side in a row: what is measured is the CPU that they take, which a busy machine does not change. */
const in_a_row = 10

/** Each asks for what a reader with a token asks for; nothing of it is kept, so every answer is made. */
const questions: Record<string, (first: { slug: string; cursor: string }) => string> = {
  list: () => '/api/posts?limit=20',
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

async function ready(scale: typeof small) {
  const { running } = await benchSite()
  const token = await tokenAt(running)
  const began = performance.now()
  await fillSite(running.site, scale)
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

/** What an answer costs with a hundred times as much on the site, against what it costs with little. True when no ratio is above 1.5. */
export async function blogScale(): Promise<boolean> {
  const [few, many] = [await ready(small), await ready(large)]
  console.log(`\n## blog-scale: ${large.posts} posts and ${large.comments} comments against ${small.posts} and ${small.comments}\n`)
  console.log('| what | with few | with many | ratio |\n|---|---|---|---|')
  let good = true
  for (const [name, pathOf] of Object.entries(questions)) {
    const times: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round++)
      for (const [i, site] of [few, many].entries()) {
        const began = process.cpuUsage()
        for (let n = 0; n < in_a_row; n++) await (await get(site.running, site.token, pathOf(site.first))).text()
        const { user, system } = process.cpuUsage(began)
        times[i as 0 | 1].push((user + system) / 1000 / in_a_row)
      }
    const [before, after] = [median(times[0]), median(times[1])]
    good &&= after / before <= expected
    console.log(`| ${name} | ${before.toFixed(2)} ms | ${after.toFixed(2)} ms | ${(after / before).toFixed(2)} × |`)
  }
  await few.running.stop()
  await many.running.stop()
  return good
}
