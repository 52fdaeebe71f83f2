import { existsSync } from 'node:fs'
import type { Site } from '#server/site.ts'
import { most_text } from '../../contract/fields.ts'
import { importComments, type NewComment } from './comments.ts'
import { ImportError } from './errors.ts'
import { idOf } from './ids.ts'
import { markdownOf } from './markdown-of.ts'
import { firstAdmin, personBy } from './people.ts'
import { importPicture } from './pictures.ts'
import { importPost, isHere } from './posts.ts'
import { Report } from './report.ts'
import { type Element, readWxr } from './wxr.ts'

/** What the whole file says that its posts refer to. */
interface Names {
  /** Addresses of authors by the name they signed in with. */
  authors: Map<string, string>
  /** Where pictures lay, by the number that posts know them by. */
  attachments: Map<string, string>
}

interface Work {
  site: Site
  report: Report
  uploads: string | undefined
  admin_id: string | null
  names: Names
}

/** Posts, drafts, comments and pictures of a WordPress export. What was brought over before is left as it is. */
export async function importWordpress(site: Site, file: string, uploads: string | undefined): Promise<Report> {
  if (!existsSync(file)) throw new ImportError(`there is no file ${file}`)
  const report = new Report()
  // Pictures may stand behind the posts that show them: so the file is read twice.
  const names: Names = { authors: new Map(), attachments: new Map() }
  for await (const element of readWxr(Bun.file(file).stream())) enterName(names, element)
  const work = { site, report, uploads, admin_id: await firstAdmin(site.store.db), names }
  for await (const element of readWxr(Bun.file(file).stream())) if (element.name === 'item') await takeItem(work, element)
  return report
}

const of = ({ fields }: Element, name: string) => (fields[name] ?? '').trim()

function enterName({ authors, attachments }: Names, element: Element): void {
  if (element.name === 'wp:author') authors.set(of(element, 'wp:author_login'), of(element, 'wp:author_email'))
  if (of(element, 'wp:post_type') === 'attachment') attachments.set(of(element, 'wp:post_id'), of(element, 'wp:attachment_url'))
}

async function takeItem(work: Work, item: Element): Promise<void> {
  const { site, report } = work
  const type = of(item, 'wp:post_type') || 'post'
  const title = of(item, 'title')
  if (type === 'attachment') return
  if (type !== 'post') return report.leaveOut(title || type, type === 'page' ? 'a page, not a post' : `of the kind ${type}`)
  const status = of(item, 'wp:status')
  if (status === 'trash' || status === 'auto-draft' || status === 'inherit') return report.leaveOut(title, `its status is ${status}`)
  if (of(item, 'wp:post_password') !== '') return report.leaveOut(title, 'it has a password')
  const guid = of(item, 'guid') || of(item, 'link') || `${title}\n${of(item, 'wp:post_date_gmt')}`
  const id = idOf('wordpress', guid)
  if (await isHere(site, id)) report.count('posts that were here already')
  else await takePost(work, item, id, status === 'publish')
  const comments = commentsOf(report, item, guid)
  const made = await importComments(
    site,
    id,
    await Promise.all(comments.map(async ({ email, ...comment }) => ({ ...comment, author_id: await personBy(site.store.db, email) }))),
  )
  for (let n = 0; n < made; n++) report.count('comments')
}

async function takePost(work: Work, item: Element, id: string, published: boolean): Promise<void> {
  const { site, report, names } = work
  const author_id = await personBy(site.store.db, names.authors.get(of(item, 'dc:creator')) ?? '')
  if (author_id === null && !published) return report.leaveOut(of(item, 'title'), 'a draft by somebody who has no confirmed address here')
  const owner_id = author_id ?? work.admin_id
  const thumbnail = item.meta.find((meta) => of(meta, 'wp:meta_key') === '_thumbnail_id')
  const cover_url = thumbnail && names.attachments.get(of(thumbnail, 'wp:meta_value'))
  const cover = cover_url ? await takePicture(work, cover_url, owner_id) : undefined
  const content = await withPictures(work, markdownOf(item.fields['content:encoded'] ?? '', most_text.content), owner_id)
  const post = {
    ...{
      id,
      author_id,
      content,
      published,
      state: null,
      cover_id: cover?.id ?? null,
      at: timeOf(item, 'wp:post_date_gmt', 'wp:post_date') ?? site.now().toISOString(),
    },
    postname: plain(of(item, 'title')) || 'Untitled',
    category: plain(item.categories.find(({ domain }) => domain === 'category')?.text ?? '') || 'Travel',
  }
  if (await importPost(site, post)) report.count(published ? 'posts' : 'drafts')
}

/** One line without control characters. */
const plain = (text: string) =>
  text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()

const takePicture = (work: Work, url: string, owner_id: string | null) => {
  const path = /\/wp-content\/uploads\/([^?#]+)/.exec(url)?.[1]
  if (path === undefined) {
    work.report.leaveOut(url, 'a picture from elsewhere')
    return undefined
  }
  return importPicture(work.site, work.report, work.uploads, path, owner_id)
}

const most_pictures = 100

/** Pictures in a text become ours; those that cannot are named as links by the renderer. */
async function withPictures(work: Work, markdown: string, owner_id: string | null): Promise<string> {
  const known = new Map<string, string>()
  for (const [, url = ''] of markdown.matchAll(/!\[[^\]]*\]\((\S+?)(?:\s+"[^"]*")?\)/g)) {
    if (known.has(url) || known.size >= most_pictures) continue
    // The export links to smaller sizes that WordPress has made: the whole picture has no size in its name.
    const picture = await takePicture(work, url.replace(/-\d+x\d+(?=\.\w+$)/, ''), owner_id)
    known.set(url, picture?.url ?? url)
  }
  return markdown.replaceAll(
    /(!\[[^\]]*\]\()(\S+?)((?:\s+"[^"]*")?\))/g,
    (_, before: string, url: string, after: string) => before + (known.get(url) ?? url) + after,
  )
}

/** WordPress writes times in UTC without saying so, and zeros for none. */
function timeOf(element: Element, ...names: string[]): string | undefined {
  for (const name of names) {
    const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/.exec(of(element, name))
    const at = match ? Date.parse(`${match[1]}T${match[2]}Z`) : Number.NaN
    if (at > 0 && at < Date.parse('2100-01-01')) return new Date(at).toISOString()
  }
  return undefined
}

type Said = Omit<NewComment, 'author_id'> & { email: string }

/** Parents before their answers, in the order in which they were said. */
function commentsOf(report: Report, item: Element, guid: string): Said[] {
  const kept = item.comments.filter((comment) => {
    const [type, approved] = [of(comment, 'wp:comment_type'), of(comment, 'wp:comment_approved')]
    const reason = type !== '' && type !== 'comment' ? `a ${type}` : approved === 'spam' || approved === 'trash' ? `a comment that is ${approved}` : undefined
    if (reason) report.leaveOut(`${of(item, 'title')}, comment ${of(comment, 'wp:comment_id')}`, reason)
    return !reason
  })
  const number = (comment: Element) => Number(of(comment, 'wp:comment_id')) || 0
  return kept
    .sort((a, b) => number(a) - number(b))
    .flatMap((comment) => {
      const content = markdownOf(comment.fields['wp:comment_content'] ?? '', most_text.comment)
      const parent = of(comment, 'wp:comment_parent')
      if (content === '') return []
      return {
        ...{ id: idOf('wordpress', guid, of(comment, 'wp:comment_id')), content, email: of(comment, 'wp:comment_author_email') },
        parent_id: parent === '' || parent === '0' ? null : idOf('wordpress', guid, parent),
        at: timeOf(comment, 'wp:comment_date_gmt', 'wp:comment_date') ?? new Date(0).toISOString(),
        held: of(comment, 'wp:comment_approved') !== '1',
      }
    })
}
