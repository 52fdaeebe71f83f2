import { numberOf } from '../search/documents.ts'
import { allStates } from '../states.ts'
import type { Column, Entry } from './fill.ts'
import { languageOf, numbers, sentence, titleOf } from './texts.ts'

export const post_columns: readonly Column[] = [
  ...(['id', 'author_id', 'translation_group'] as const).map((name) => [name, 'uuid'] as const),
  ...(['slug', 'postname', 'content', 'html', 'contents', 'excerpt', 'category', 'category_key', 'state', 'language', 'status'] as const).map(
    (name) => [name, 'text'] as const,
  ),
  ...(['renderer', 'words', 'public', 'likes', 'comments', 'version', 'draft_version'] as const).map((name) => [name, 'integer'] as const),
  ...(['published_at', 'created_at', 'updated_at'] as const).map((name) => [name, 'timestamptz'] as const),
]

const categories = ['Travel', 'Food', 'Culture', 'Festivals', 'History', 'Nature', 'Crafts', 'People']
export interface Made {
  id: string
  at_ms: number
  row: (string | number | null)[]
  slug_row: string[]
  entry: Entry
}

/** The n-th post: three or four paragraphs in one of three scripts, the first ones the oldest. */
export function makePost(n: number, at_ms: number, author_id: string | null, comments: number, renderer: number): Made {
  const random = numbers(n * 7919 + 1)
  const language = languageOf(random())
  const postname = titleOf(language, random, n)
  const paragraphs = Array.from({ length: 3 + Math.floor(random() * 2) }, () => Array.from({ length: 4 }, () => sentence(language, random)).join(' '))
  const id = Bun.randomUUIDv7('hex', at_ms)
  const at = new Date(at_ms).toISOString()
  const category = categories[Math.floor(random() * categories.length)] ?? 'Travel'
  const states = [...allStates().keys()]
  const state = random() < 0.8 ? (states[Math.floor(random() * states.length)] ?? null) : null
  const html = paragraphs.map((text) => `<p>${text}</p>\n`).join('')
  const slug = `seed-${n}`
  const excerpt = (paragraphs[0] ?? '').slice(0, 200)
  const words = paragraphs.join(' ').split(' ').length
  const row = [
    ...[id, author_id, id, slug, postname, paragraphs.join('\n\n'), html, '[]', excerpt, category, category.toLowerCase(), state, language, 'published'],
    ...[renderer, words, 1, 0, comments, 1, 0, at, at, at],
  ]
  return { id, at_ms, row, slug_row: [slug, id, at], entry: { doc: numberOf(at, id), id, name: postname, text: `${category} ${paragraphs.join(' ')}` } }
}
