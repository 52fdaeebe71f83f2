import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apps } from '#apps'
import { type TestSite, testSite } from '#server/testing.ts'
import { listComments } from '../../contract/comments.ts'
import { listContactMessages } from '../../contract/contact.ts'
import { likePost, listPosts, unlikePost } from '../../contract/posts.ts'
import { importBlog } from '../../server/import/django.ts'
import { good, type Person, person } from '../people.ts'

const folder = mkdtempSync(join(tmpdir(), 'banyan-django-blog-'))
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const database = `sqlite://${join(folder, 'db.sqlite3')}`

let t: TestSite
let admin: Person
beforeAll(async () => {
  t = await testSite(apps)
  admin = await person(t, 'admin')
  await person(t, 'asha')
  mkdirSync(join(folder, 'media/images'), { recursive: true })
  writeFileSync(join(folder, 'media/images/kite.png'), png)
  // The tables as the reference's models make them.
  const old = new Database(join(folder, 'db.sqlite3'))
  old.run('create table auth_user (id integer primary key, username text, email text, password text)')
  old.run('create table myapp_post (id integer primary key, postname text, category text, image text, content text, time text, likes integer, user_id integer)')
  old.run('create table myapp_comment (id integer primary key, content text, time text, post_id integer, user_id integer)')
  old.run('create table myapp_contact (id integer primary key, name text, email text, subject text, message text)')
  old.run("insert into auth_user values (1, 'asha', 'asha@example.com', '!'), (2, 'gone', 'gone@old.example', '!')")
  old.run("insert into myapp_post values (1, 'Kites over Gujarat', 'Festivals', 'images/kite.png', '<p>All <b>roofs</b> are full.</p>', '2023-01-14', 3, 1)")
  old.run("insert into myapp_post values (2, 'Nobody’s', '', '', 'plain words', '2023-02-01 10:11:12.123456', 0, 2)")
  old.run("insert into myapp_comment values (1, 'Lovely', '2023-01-15 08:00:00', 1, 2), (2, 'Thanks', '2023-01-15 09:00:00', 1, 1), (3, 'lost', null, 99, 1)")
  old.run("insert into myapp_contact values (1, 'Ravi', 'ravi@old.example', 'Hello', 'A message')")
  old.close()
})
afterAll(async () => {
  await t.end()
  rmSync(folder, { recursive: true, force: true })
})

test('posts, comments and messages of the site that this one replaces come over, once', async () => {
  for (let i = 0; i < 2; i++) await importBlog(t.site, database, 'auth_user', join(folder, 'media'))
  const posts = good(await t.visitor().call(listPosts, {})).items
  expect(posts.map(({ postname, author, category, published_at, image }) => [postname, author?.username, category, published_at, image !== null])).toEqual([
    ['Nobody’s', '', 'Travel', '2023-02-01T10:11:12.123Z', false],
    ['Kites over Gujarat', 'asha', 'Festivals', '2023-01-14T00:00:00.000Z', true],
  ])
  expect(posts.map(({ likes }) => likes)).toEqual([0, 3])
  good(await admin.call(likePost, { params: { id: posts[1]?.id ?? '' } }))
  expect(good(await admin.call(unlikePost, { params: { id: posts[1]?.id ?? '' } }))).toEqual({ likes: 3, liked: false })
  const talk = good(await t.visitor().call(listComments, { params: { id: posts[1]?.id ?? '' } })).items
  expect(talk.map(({ content, author }) => [content, author?.username])).toEqual([
    ['Lovely', undefined],
    ['Thanks', 'asha'],
  ])
  expect(posts[1]?.comments).toBe(2)
  const messages = good(await admin.call(listContactMessages, {})).items
  expect(messages.map(({ name, subject, status }) => [name, subject, status])).toEqual([['Ravi', 'Hello', 'answered']])
})

test('a database without a blog gives nothing and breaks nothing', async () => {
  const file = join(folder, 'bare.sqlite3')
  new Database(file).run('create table auth_user (id integer primary key, username text, email text, password text)')
  await importBlog(t.site, `sqlite://${file}`, 'auth_user', undefined)
  await expect(importBlog(t.site, 'sqlite:///nowhere/db.sqlite3', 'auth_user', undefined)).rejects.toThrow('there is no file')
})
