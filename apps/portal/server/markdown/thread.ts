import { renderComment } from './comment.ts'
import type { Known } from './known.ts'
import { renderPost } from './post.ts'

/** What the thread is asked: it answers `{ n, done }` or `{ n, failed }`. */
export interface Ask {
  n: number
  kind: 'post' | 'comment'
  text: string
  known: Known
}

declare const self: Worker

self.onmessage = ({ data }: MessageEvent<Ask>) => {
  const { n, kind, text, known } = data
  try {
    self.postMessage({ n, done: kind === 'post' ? renderPost(text, known) : renderComment(text, known) })
  } catch (error) {
    self.postMessage({ n, failed: String(error) })
  }
}
