import type { Read } from '#server/db/db.ts'
import type { RenderedPost } from '../markdown/post.ts'
import { layOutPost } from '../markdown/render.ts'
import { renderer } from '../markdown/renderer.ts'
import { knownOf } from './known.ts'
import type { PostRow } from './rows.ts'

/** A text laid out, before the write that stores it: nothing slow happens inside a write. */
export interface Layout extends RenderedPost {
  of: string
}

export const layOut = async (read: Read, content: string, origin: string): Promise<Layout> => ({
  of: content,
  ...(await layOutPost(content, await read((db) => knownOf(db, content, origin)))),
})

export const columnsOf = ({ html, contents, excerpt, words }: RenderedPost): Pick<PostRow, 'html' | 'contents' | 'excerpt' | 'words' | 'renderer'> => ({
  html,
  contents: JSON.stringify(contents),
  excerpt,
  words,
  renderer,
})
