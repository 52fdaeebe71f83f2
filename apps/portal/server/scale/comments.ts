import { max_depth } from '../../contract/comments.ts'
import { pathPart } from '../comments/add.ts'
import { numberOf } from '../search/documents.ts'
import type { Column, Entry } from './fill.ts'
import { languageOf, numbers, sentence } from './texts.ts'

export const comment_columns: readonly Column[] = [
  ...(['id', 'post_id', 'parent_id', 'author_id'] as const).map((name) => [name, 'uuid'] as const),
  ...(['path', 'content', 'html'] as const).map((name) => [name, 'text'] as const),
  ...(['depth', 'renderer', 'version', 'answers'] as const).map((name) => [name, 'integer'] as const),
  ...(['created_at', 'updated_at'] as const).map((name) => [name, 'timestamptz'] as const),
]

interface Said {
  id: string
  parent: Said | undefined
  path: string
  depth: number
  answers: number
  text: string
  at_ms: number
  author_id: string | null
}

/** Between two comments of one post; no two comments of all have the same moment. */
const pause_ms = 37

/** What is said to one post: two of three answer something that was said before. */
export function makeTalk(n: number, post: { id: string; at_ms: number }, count: number, authors: (string | null)[], renderer: number) {
  const random = numbers(n * 104_729 + 3)
  const all: Said[] = []
  for (let i = 0; i < count; i++) {
    const at_ms = post.at_ms + 1000 + i * pause_ms
    const picked = random() < 0.66 ? all[Math.floor(random() * Math.min(all.length, 50))] : undefined
    const parent = picked && picked.depth < max_depth ? picked : undefined
    if (parent) parent.answers++
    const language = languageOf(random())
    const text = random() < 0.5 ? sentence(language, random) : `${sentence(language, random)} ${sentence(language, random)}`
    const author_id = authors[Math.floor(random() * authors.length)] ?? null
    all.push({
      id: Bun.randomUUIDv7('hex', at_ms),
      parent,
      path: (parent?.path ?? '') + pathPart(at_ms),
      depth: parent ? parent.depth + 1 : 0,
      answers: 0,
      text,
      at_ms,
      author_id,
    })
  }
  const rows: (string | number | null)[][] = []
  const entries: Entry[] = []
  for (const { id, parent, path, depth, answers, text, at_ms, author_id } of all) {
    const at = new Date(at_ms).toISOString()
    rows.push([id, post.id, parent?.id ?? null, author_id, path, text, `<p>${text}</p>\n`, depth, renderer, 1, answers, at, at])
    entries.push({ doc: numberOf(at, id), id, name: '', text })
  }
  return { rows, entries }
}

/** How many comments each post gets: most a few, the busiest a thousand times as many; the sum is what was asked for. */
export function shares(posts: number, comments: number): number[] {
  const most = Math.min(5000, Math.floor(comments / 20))
  const counts = Array.from({ length: posts }, () => 0)
  let left = comments
  for (let n = 0; n < posts && left > 0; n += Math.max(1, Math.floor(posts / 5))) {
    counts[n] = Math.min(most, left)
    left -= counts[n] ?? 0
  }
  const each = Math.floor(left / posts)
  let rest = left - each * posts
  return counts.map((count) => count + each + (rest-- > 0 ? 1 : 0))
}
