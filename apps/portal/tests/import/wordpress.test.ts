import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apps } from '#apps'
import { type TestSite, testSite } from '#server/testing.ts'
import { listComments } from '../../contract/comments.ts'
import { getPost, listPosts } from '../../contract/posts.ts'
import { search } from '../../contract/search.ts'
import { importWordpress } from '../../server/import/wordpress.ts'
import { good, type Person, person } from '../people.ts'

const folder = mkdtempSync(join(tmpdir(), 'banyan-wxr-'))
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

interface Comment {
  id: number
  parent?: number
  approved?: string
  type?: string
  email?: string
  content: string
}
const comment = ({ id, parent = 0, approved = '1', type = 'comment', email = '', content }: Comment) => `<wp:comment><wp:comment_id>${id}</wp:comment_id>
<wp:comment_author><![CDATA[Somebody]]></wp:comment_author><wp:comment_author_email>${email}</wp:comment_author_email><wp:comment_date_gmt>2019-05-06 07:08:${String(id).padStart(2, '0')}</wp:comment_date_gmt>
<wp:comment_content><![CDATA[${content}]]></wp:comment_content><wp:comment_approved>${approved}</wp:comment_approved><wp:comment_type>${type}</wp:comment_type><wp:comment_parent>${parent}</wp:comment_parent></wp:comment>`

const item = (
  n: number,
  { title = `Post ${n}`, content = '', status = 'publish', type = 'post', creator = 'asha', more = '' },
) => `<item><title>${title}</title><dc:creator><![CDATA[${creator}]]></dc:creator>
<guid isPermaLink="false">https://old.example/?p=${n}</guid><content:encoded><![CDATA[${content}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>${n}</wp:post_id><wp:post_date_gmt>2019-05-0${(n % 9) + 1} 10:00:00</wp:post_date_gmt><wp:status>${status}</wp:status><wp:post_type>${type}</wp:post_type>
<category domain="post_tag" nicename="x"><![CDATA[tag]]></category><category domain="category" nicename="food"><![CDATA[Food & drink]]></category>${more}</item>`

const wxr = (items: string) => `<?xml version="1.0" encoding="UTF-8" ?><!-- a comment -->
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Old blog</title><wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[asha]]></wp:author_login><wp:author_email><![CDATA[ASHA@example.com]]></wp:author_email></wp:author>
<wp:author><wp:author_login><![CDATA[gone]]></wp:author_login><wp:author_email><![CDATA[gone@old.example]]></wp:author_email></wp:author>
${items}</channel></rss>`

function write(name: string, text: string | Uint8Array): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

let t: TestSite
let asha: Person
beforeAll(async () => {
  t = await testSite(apps)
  await person(t, 'admin')
  asha = await person(t, 'asha')
  mkdirSync(join(folder, 'uploads/2019/05'), { recursive: true })
  writeFileSync(join(folder, 'uploads/2019/05/boat.png'), png)
  writeFileSync(join(folder, 'secret.png'), png)
})
afterAll(async () => {
  await t.end()
  rmSync(folder, { recursive: true, force: true })
})

const lines = async (work: () => Promise<{ print(): void }>): Promise<string[]> => {
  const report = await work()
  const told: string[] = []
  const log = console.log
  console.log = (line: string) => void told.push(line)
  try {
    report.print()
  } finally {
    console.log = log
  }
  return told
}

const everything = wxr(
  [
    item(1, {
      title: 'Boats &amp; tea',
      content: `First line\nsame paragraph\n\n<strong>Second</strong> <a href="javascript:alert(1)">bad</a> <a href="https://good.example/">good</a><script>alert(1)</script>
<h2>A heading</h2><ul><li>one</li><li>two</li></ul><img src="https://old.example/wp-content/uploads/2019/05/boat-300x200.png" alt="A boat">
<img src="https://old.example/wp-content/uploads/../secret.png" alt="not this one">`,
      more: `<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value><![CDATA[50]]></wp:meta_value></wp:postmeta>
${comment({ id: 2, content: 'An <em>answer</em>', parent: 1 })}${comment({ id: 1, content: 'The first', email: 'asha@example.com' })}${comment({ id: 3, content: 'waiting', approved: '0' })}
${comment({ id: 4, content: 'buy', approved: 'spam' })}${comment({ id: 5, content: 'ping', type: 'pingback' })}`,
    }),
    item(2, { title: 'An idea', status: 'draft', content: 'not yet' }),
    item(3, { title: 'By somebody who has left', creator: 'gone', content: 'राजस्थान की एक पुरानी कहानी' }),
    item(4, { title: 'About', type: 'page' }),
    item(5, { title: 'In the bin', status: 'trash' }),
    item(6, { title: 'A draft of nobody', status: 'draft', creator: 'gone' }),
    item(50, {
      title: 'boat',
      type: 'attachment',
      status: 'inherit',
      more: '<wp:attachment_url>https://old.example/wp-content/uploads/2019/05/boat.png</wp:attachment_url>',
    }),
  ].join('\n'),
)

test('posts, drafts, comments and pictures come over once, with a report of what did not', async () => {
  const file = write('export.xml', everything)
  const told = await lines(() => importWordpress(t.site, file, join(folder, 'uploads')))
  expect(told.at(-1)).toContain('2 posts')
  expect(told.at(-1)).toContain('3 comments')
  expect(
    told
      .filter((line) => line.startsWith('left out'))
      .map((line) => line.replace('left out: ', ''))
      .sort(),
  ).toEqual([
    '../secret.png: there is no such file',
    'A draft of nobody: a draft by somebody who has no confirmed address here',
    'About: a page, not a post',
    'Boats & tea, comment 4: a comment that is spam',
    'Boats & tea, comment 5: a pingback',
    'In the bin: its status is trash',
  ])
  const posts = good(await t.visitor().call(listPosts, {})).items
  expect(
    posts.map(({ postname, author, category, published_at, language }) => [postname, author?.username, category, published_at?.slice(0, 10), language]),
  ).toEqual([
    ['By somebody who has left', '', 'Food & drink', '2019-05-04', 'hi'],
    ['Boats & tea', 'asha', 'Food & drink', '2019-05-02', 'en'],
  ])
  const post = good(await t.visitor().call(getPost, { params: { id: posts[1]?.id ?? '' } }))
  expect(post.content).toContain('**Second**')
  expect(post.content).toContain('## A heading')
  expect(post.content).toMatch(/!\[A boat\]\(\/media\/posts\/[a-z0-9]+-1600\.webp\)/)
  expect(post.html).not.toMatch(/href="javascript:|<script/)
  expect(post.cover).not.toBeNull()
  const talk = good(await t.visitor().call(listComments, { params: { id: post.id } })).items
  expect(talk.map(({ content, depth, author, created_at }) => [content, depth, author?.username, created_at])).toEqual([
    ['The first', 0, 'asha', '2019-05-06T07:08:01.000Z'],
    ['An *answer*', 1, undefined, '2019-05-06T07:08:02.000Z'],
  ])
  expect(post.comments).toBe(2)
  expect(good(await t.visitor().call(search, { query: { q: 'राजस्थान', kind: 'post' } })).items).toHaveLength(1)
  expect(good(await asha.call(listPosts, { query: { mine: 'true', status: 'draft' } })).items.map(({ postname }) => postname)).toEqual(['An idea'])
})

test('a second time nothing is doubled, nor is what was changed here undone', async () => {
  const file = write('again.xml', everything)
  const count = async () => ({
    posts: (await t.site.store.db.selectFrom('portal_posts').select('id').execute()).length,
    comments: (await t.site.store.db.selectFrom('portal_comments').select('id').execute()).length,
    pictures: (await t.site.store.db.selectFrom('portal_images').select('id').execute()).length,
  })
  const before = await count()
  expect(before.comments).toBe(3)
  const told = await lines(() => importWordpress(t.site, file, join(folder, 'uploads')))
  expect(told.at(-1)).toContain('3 posts that were here already')
  expect(await count()).toEqual(before)
})

test('files that are no exports, or were made to hurt, are refused with a reason', async () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><rss><channel><item><title>&lol2;</title></item></channel></rss>`
  for (const [name, text, reason] of [
    ['bomb.xml', bomb, 'declares a document type'],
    ['external.xml', '<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss/>', 'declares a document type'],
    ['html.xml', '<html><body>no</body></html>', 'no WordPress export'],
    ['empty.xml', '', 'no WordPress export'],
    ['deep.xml', `<rss>${'<a>'.repeat(100)}`, 'nested deeper'],
    ['latin.xml', Buffer.from([0x3c, 0x72, 0x73, 0x73, 0x3e, 0xe9, 0xff]), 'not UTF-8'],
  ] as const)
    expect(`${name} ${await importWordpress(t.site, write(name, text), undefined).then(String, (error) => error.message)}`).toContain(reason)
  await expect(importWordpress(t.site, join(folder, 'none.xml'), undefined)).rejects.toThrow('there is no file')
  const nested = wxr(item(77, { title: 'Nested', content: `${'<div>'.repeat(5000)}deep words${'</div>'.repeat(5000)}` }))
  await importWordpress(t.site, write('nested.xml', nested), undefined)
  expect(good(await t.visitor().call(search, { query: { q: 'deep words', kind: 'post' } })).items).toHaveLength(1)
})
