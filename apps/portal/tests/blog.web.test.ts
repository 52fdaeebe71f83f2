import { describe, expect, test } from 'bun:test'
import type { Comment } from '../contract/comments.ts'
import { feedPath, listPath, postPath, readFilters, wholePostPath } from '../web/blog/addresses.ts'
import { wrongIn } from '../web/contact/form.ts'
import { placeOf } from '../web/notices/sentence.ts'
import { askedIn, searchPath } from '../web/search/asked.ts'
import { type CommentPage, endOfAnswers, withComment, withoutComment } from '../web/talk/thread.ts'
import { blank, same, wordsIn } from '../web/write/document.ts'

describe('addresses', () => {
  test('a list keeps what narrows it, and leaves out what cannot', () => {
    const filters = readFilters(new URLSearchParams('category=food&language=xx&state=kerala&evil=1'))
    expect(filters).toEqual({ category: 'food', state: 'kerala' })
    expect(listPath(filters, 'abc')).toBe('/blog?category=food&state=kerala&cursor=abc')
    expect(listPath({ author: 'asha.1' })).toBe('/blog/by/asha.1')
  })
  test('slugs of every script are escaped, and Hindi texts live in the Hindi frame', () => {
    expect(postPath('राजस्थान')).toBe(`/posts/${encodeURIComponent('राजस्थान')}`)
    expect(wholePostPath({ slug: 'a', language: 'hi' })).toBe('/hi/posts/a')
    expect(wholePostPath({ slug: 'a', language: 'ta' })).toBe('/posts/a')
  })
  test('feeds know a category or a state', () => {
    expect(feedPath({ category: 'food' })).toBe('/feeds/category/food')
    expect(feedPath({ state: 'kerala' })).toBe('/feeds/state/kerala')
    expect(feedPath({ state: 'kerala', category: 'food' })).toBe('/feeds/posts.xml')
  })
  test('a search reads its own address', () => {
    const asked = { q: 'ਪੰਜਾਬ', kind: 'post', cursor: undefined } as const
    expect(askedIn(new URL(searchPath(asked), 'http://x').searchParams)).toEqual(asked)
  })
  test('a notice leads to its comment', () => expect(placeOf({ post: { id: '', slug: 'a', postname: '' }, comment_id: '1' })).toBe('/posts/a#comment-1'))
})

const comment = (id: string, depth = 0, parent_id: string | null = null): Comment => ({
  ...{ id, depth, parent_id, post_id: 'p', status: 'visible', content: id, html: id, author: null, created_at: '', edited_at: null },
  ...{ version: 1, editable: true, removable: true },
})
const page = (...items: Comment[]): CommentPage => ({ items, next: null, previous: null })

describe('a conversation', () => {
  const talk = [page(comment('a'), comment('a1', 1, 'a'), comment('a11', 2, 'a1'), comment('b'))]
  const ids = (pages: typeof talk) => pages.flatMap(({ items }) => items.map(({ id }) => id))
  test('knows where the answers to a comment end', () => {
    expect(endOfAnswers(talk[0]?.items ?? [], 0)).toBe(3)
    expect(endOfAnswers(talk[0]?.items ?? [], 3)).toBe(4)
  })
  test('puts an answer behind the others, and what answers nobody at the end', () => {
    expect(ids(withComment(talk, comment('a2', 1, 'a')))).toEqual(['a', 'a1', 'a11', 'a2', 'b'])
    expect(ids(withComment(talk, comment('c')))).toEqual(['a', 'a1', 'a11', 'b', 'c'])
    expect(ids(withComment(talk, { ...comment('b'), content: 'new' }))).toEqual(['a', 'a1', 'a11', 'b'])
  })
  test('keeps the place of one that has answers', () => {
    expect(ids(withoutComment(talk, 'b'))).toEqual(['a', 'a1', 'a11'])
    expect(withoutComment(talk, 'a')[0]?.items[0]).toMatchObject({ id: 'a', status: 'removed', content: '' })
  })
})

test('words are counted in every script', () => {
  expect(wordsIn('The **last** train, it’s late.')).toBe(5)
  expect(wordsIn('राजस्थान की रेल')).toBe(3)
  expect(wordsIn('')).toBe(0)
})

test('the Unicode form of a text is no difference', () => expect(same({ ...blank, content: 'क़' }, { ...blank, content: 'क़'.normalize('NFC') })).toBe(true))

test('a contact form says what is missing', () => {
  expect(wrongIn({ name: ' ', email: 'no', subject: 'x'.repeat(151), message: 'hello' })).toEqual({ name: 'name', email: 'email', subject: 'long' })
  expect(wrongIn({ name: 'Asha', email: 'asha@example.com', subject: 'x', message: 'y' })).toEqual({})
})
