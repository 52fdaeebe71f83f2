import type { Site } from '#server/site.ts'
import { most_text } from '../../contract/fields.ts'
import { importComments } from './comments.ts'
import { openSource, type Source, type SourceRow } from './django-source.ts'
import { idOf } from './ids.ts'
import { markdownOf } from './markdown-of.ts'
import { firstAdmin, personBy } from './people.ts'
import { importPicture } from './pictures.ts'
import { importPost, isHere } from './posts.ts'
import { Report } from './report.ts'

interface Work {
  site: Site
  source: Source
  report: Report
  media: string | undefined
  /** Who somebody there is here, by their number there. */
  people: Map<string, string | null>
  admin_id: string | null
}

/** Posts, comments and messages of the site that this one replaces, whatever its app was called. What was brought over before is left as it is. */
export async function importBlog(site: Site, database: string, user_table: string, media: string | undefined): Promise<Report> {
  const source = await openSource(database)
  try {
    const work: Work = { site, source, report: new Report(), media, people: new Map(), admin_id: await firstAdmin(site.store.db) }
    await readPeople(work, user_table)
    const posts = await source.find('post', ['id', 'postname', 'content', 'user_id'])
    const comments = await source.find('comment', ['id', 'content', 'post_id', 'user_id'])
    const contacts = await source.find('contact', ['id', 'name', 'email', 'subject', 'message'])
    if (posts) for await (const rows of source.batches(posts.table, posts.columns)) for (const row of rows) await takePost(work, posts.table, row)
    if (posts && comments)
      for await (const rows of source.batches(comments.table, comments.columns))
        for (const row of rows) await takeComment(work, posts.table, comments.table, row)
    if (contacts)
      for await (const rows of source.batches(contacts.table, contacts.columns)) for (const row of rows) await takeContact(work, contacts.table, row)
    return work.report
  } finally {
    await source.close()
  }
}

async function readPeople({ source, people, site }: Work, table: string): Promise<void> {
  const users = await source.find(table, ['id', 'email'])
  if (!users) return
  for await (const rows of source.batches(users.table, ['id', 'email']))
    for (const { id, email } of rows) people.set(id ?? '', await personBy(site.store.db, email ?? ''))
}

const plain = (text: string | null | undefined) =>
  (text ?? '')
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()

async function takePost(work: Work, table: string, row: SourceRow): Promise<void> {
  const { site, report, people } = work
  const id = idOf('django', table, row['id'] ?? '')
  if (await isHere(site, id)) return report.count('posts that were here already')
  const author_id = people.get(row['user_id'] ?? '') ?? null
  const cover = row['image'] ? await importPicture(site, report, work.media, row['image'], author_id ?? work.admin_id) : undefined
  const made = await importPost(site, {
    ...{ id, author_id, state: null, published: true, cover_id: cover?.id ?? null, at: timeOf(row['time']) ?? site.now().toISOString() },
    postname: plain(row['postname']) || 'Untitled',
    content: markdownOf(row['content'] ?? '', most_text.content),
    category: plain(row['category']) || 'Travel',
    likes: likesOf(row['likes']),
  })
  if (made) report.count('posts')
}

async function takeComment({ site, report, people }: Work, posts: string, table: string, row: SourceRow): Promise<void> {
  const content = markdownOf(row['content'] ?? '', most_text.comment)
  if (content === '') return report.leaveOut(`comment ${row['id']}`, 'it is empty')
  const made = await importComments(site, idOf('django', posts, row['post_id'] ?? ''), [
    {
      ...{ id: idOf('django', table, row['id'] ?? ''), parent_id: null, content, held: false },
      ...{ author_id: people.get(row['user_id'] ?? '') ?? null, at: timeOf(row['time']) ?? site.now().toISOString() },
    },
  ])
  report.count(made === 1 ? 'comments' : 'comments that were here already')
}

const most_likes = 1_000_000_000
/** The reference counts them in the post itself. */
const likesOf = (text: string | null | undefined) => (/^\d{1,15}$/.test(text ?? '') ? Math.min(Number(text), most_likes) : 0)

/** They were answered there, if they were: here they only can be looked up. */
async function takeContact({ site, report }: Work, table: string, row: SourceRow): Promise<void> {
  const id = idOf('django', table, row['id'] ?? '')
  const made = await site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) =>
    tx
      .insertInto('portal_contacts')
      .values({
        ...{ id, user_id: null, status: 'answered', proven: 0, proof_id: null, handled_at: tx.now, handled_by: null },
        reference: `OLD-${id.slice(0, 8).toUpperCase()}`,
        ...{ name: plain(row['name']).slice(0, 100), email: plain(row['email']).slice(0, 254), subject: plain(row['subject']).slice(0, 150) },
        message: (row['message'] ?? '').slice(0, 5000).toWellFormed(),
        ...{ created_at: timeOf(row['time']) ?? tx.now, updated_at: tx.now },
      })
      .onConflict((c) => c.doNothing())
      .returning('id')
      .executeTakeFirst(),
  )
  report.count(made ? 'messages' : 'messages that were here already')
}

/** Django stores UTC, SQLite without saying so; the reference's posts may have a day only. */
function timeOf(text: string | null | undefined): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(\.\d{1,6})?(?:\+00(?::?00)?|Z)?)?$/.exec(text ?? '')
  const at = match ? Date.parse(`${match[1]}T${match[2] ?? '00:00:00'}${(match[3] ?? '').slice(0, 4)}Z`) : Number.NaN
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}
