import { parseArgs } from 'node:util'
import type { Command } from '#server/app.ts'
import type { Tx } from '#server/db/db.ts'
import { touch } from '#server/http/freshness.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'
import { renderer } from '../markdown/renderer.ts'
import { posts_tag } from '../posts/told.ts'
import { putSamples } from '../samples/put.ts'
import { everybody, learnWords } from '../search/vocabulary.ts'
import { comment_columns, makeTalk, shares } from './comments.ts'
import { type Entry, indexAll, insertAll } from './fill.ts'
import { makePost, post_columns } from './posts.ts'
import { allWords } from './texts.ts'

const usage = 'Usage: ./banyan seed --scale posts=1000,comments=10000'
const nobody = { actor_id: null, ip: null, request_id: null }
const span_ms = milliseconds('1000 days')
const most = { posts: 1_000_000, comments: 10_000_000 }
/** So many comments in one write, and posts at most. */
const batch = { comments: 4000, posts: 500 }

interface Scale {
  posts: number
  comments: number
}

function scaleOf(args: string[]): Scale | undefined {
  try {
    const { values } = parseArgs({ args, options: { scale: { type: 'string' } } })
    const match = /^posts=(\d{1,7})(?:,comments=(\d{1,8}))?$/.exec(values.scale ?? '')
    const scale = { posts: Number(match?.[1]), comments: Number(match?.[2] ?? 0) }
    return match && scale.posts >= 1 && scale.posts <= most.posts && scale.comments <= most.comments ? scale : undefined
  } catch {
    return
  }
}

async function seed(site: Site, args: string[]): Promise<number> {
  if (args.length === 0) {
    await putSamples(site)
    console.log('The posts of the site itself are there, unless somebody has removed them.')
    return 0
  }
  const scale = scaleOf(args)
  if (!scale) {
    console.error(usage)
    return 2
  }
  if (site.config.production) {
    console.error('Made-up posts have no place on a site in production: nothing was done.')
    return 1
  }
  const began = performance.now()
  await fillSite(site, scale)
  console.log(`${scale.posts} posts and ${scale.comments} comments in ${Math.round((performance.now() - began) / 1000)} s.`)
  return 0
}

/** Posts and comments by those who have an account here; without any they are the site's own and nobody's. */
export async function fillSite(site: Site, { posts, comments }: Scale): Promise<void> {
  const people = await site.store.db
    .selectFrom('users')
    .select('id')
    .where('is_active', '=', 1)
    .where('deleted_at', 'is', null)
    .orderBy('number')
    .limit(200)
    .execute()
  const authors = people.length > 0 ? people.map(({ id }) => id) : [null]
  const first = Number(
    (
      await site.store.db
        .selectFrom('portal_posts')
        .select((e) => e.fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  )
  const counts = shares(posts, comments)
  const start_ms = site.now().getTime() - span_ms
  const step_ms = Math.floor(span_ms / posts)
  await site.store.write(nobody, async (tx) => {
    await learnWords(tx, everybody, allWords(first + posts))
    await tx.audit({ action: 'portal.seeded', model: 'portal_posts', object_id: 'seed', after: { posts, comments } })
  })
  for (let n = 0; n < posts; ) {
    const from = n
    let said = 0
    while (n < posts && n - from < batch.posts && said < batch.comments) said += counts[n++] ?? 0
    const numbered = Array.from({ length: n - from }, (_, i) => from + i)
    await site.store.write(nobody, (tx) =>
      insertBatch(
        tx,
        numbered.map((i) => ({ n: first + i, at_ms: start_ms + i * step_ms, comments: counts[i] ?? 0 })),
        authors,
      ),
    )
    await Bun.sleep(0)
  }
}

async function insertBatch(tx: Tx, batch: { n: number; at_ms: number; comments: number }[], authors: (string | null)[]): Promise<void> {
  const made = batch.map(({ n, at_ms, comments }) => makePost(n, at_ms, authors[n % authors.length] ?? null, comments, renderer))
  await insertAll(
    tx,
    'portal_posts',
    post_columns,
    made.map(({ row }) => row),
  )
  await insertAll(
    tx,
    'portal_post_slugs',
    [
      ['slug', 'text'],
      ['post_id', 'uuid'],
      ['created_at', 'timestamptz'],
    ],
    made.map(({ slug_row }) => slug_row),
  )
  await indexAll(
    tx,
    'post',
    made.map(({ entry }) => entry),
  )
  const rows: (string | number | null)[][] = []
  const entries: Entry[] = []
  for (const [i, post] of made.entries()) {
    const talk = makeTalk(batch[i]?.n ?? 0, post, batch[i]?.comments ?? 0, authors, renderer)
    rows.push(...talk.rows)
    entries.push(...talk.entries)
  }
  if (rows.length > 0) {
    await insertAll(tx, 'portal_comments', comment_columns, rows)
    await indexAll(tx, 'comment', entries)
  }
  touch(tx, posts_tag)
}

export const commands: Command[] = [
  { name: 'seed', summary: 'seed: the site’s own posts; seed --scale posts=N,comments=N: made-up ones, for measuring', run: seed },
]
