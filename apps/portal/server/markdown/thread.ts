import { parentPort } from 'node:worker_threads'
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

parentPort?.on('message', ({ n, kind, text, known }: Ask) => {
  try {
    parentPort?.postMessage({ n, done: kind === 'post' ? renderPost(text, known) : renderComment(text, known) })
  } catch (error) {
    parentPort?.postMessage({ n, failed: String(error) })
  }
})
