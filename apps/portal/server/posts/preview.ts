import type { Read } from '#server/db/db.ts'
import type { Post } from '../../contract/posts.ts'
import { layOut } from './layout.ts'
import { readingMinutes } from './summaries.ts'

export async function previewOf(read: Read, content: string, origin: string): Promise<Pick<Post, 'html' | 'contents' | 'reading_minutes'>> {
  const { html, contents, words } = await layOut(read, content, origin)
  return { html, contents, reading_minutes: readingMinutes(words) }
}
