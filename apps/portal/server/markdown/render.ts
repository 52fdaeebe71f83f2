import { Worker } from 'node:worker_threads'
import { invalid, Problem } from '#contract/problem.ts'
import type { RenderedComment } from './comment.ts'
import type { Known } from './known.ts'
import type { RenderedPost } from './post.ts'
import type { Ask } from './thread.ts'

/** Up to so many characters even hostile text takes a few milliseconds; longer ones are laid out on a thread of their own. */
export const at_once = 1000
const max_waiting = 64
const patience_ms = 10_000

interface Waiting {
  resolve: (done: unknown) => void
  reject: (error: unknown) => void
  timer: Timer
}

/** Lays out a post. Throws `invalid` for a text that takes too long, and `unavailable` when too many wait. The renderer is loaded with the first text, not with every start. */
export async function layOutPost(text: string, known: Known): Promise<RenderedPost> {
  if (text.length > at_once) return ask('post', text, known) as Promise<RenderedPost>
  const { renderPost } = await import('./post.ts')
  return renderPost(text, known)
}

/** Lays out a comment, as `layOutPost` does. */
export async function layOutComment(text: string, known: Known): Promise<RenderedComment> {
  if (text.length > at_once) return ask('comment', text, known) as Promise<RenderedComment>
  const { renderComment } = await import('./comment.ts')
  return renderComment(text, known)
}

const waiting = new Map<number, Waiting>()
let thread: Worker | undefined
let asked = 0

/** The cores of the machine are what is bounded, so there is one thread for the whole process, made when it is first needed. */
function ask(kind: Ask['kind'], text: string, known: Known): Promise<unknown> {
  if (waiting.size >= max_waiting) throw new Problem('unavailable', 'Many texts are being laid out just now. Try again in a few seconds.', { retry_after: 3 })
  return new Promise((resolve, reject) => {
    const n = ++asked
    waiting.set(n, { resolve, reject, timer: setTimeout(giveUp, patience_ms) })
    threadOf().postMessage({ n, kind, text, known } satisfies Ask)
  })
}

function threadOf(): Worker {
  if (thread) return thread
  const made = new Worker(new URL('./thread.ts', import.meta.url))
  made.unref()
  made.on('message', settle)
  made.on('error', (error: unknown) => thread === made && endThread(error instanceof Error ? error : new Error(String(error))))
  thread = made
  return thread
}

function settle({ n, done, failed }: { n: number; done?: unknown; failed?: string }): void {
  const one = waiting.get(n)
  waiting.delete(n)
  clearTimeout(one?.timer)
  if (failed === undefined) one?.resolve(done)
  else one?.reject(new Error(failed))
}

/** The text that takes so long ends the thread, and all that wait behind it are told to try again. */
function giveUp(): void {
  endThread(undefined)
}

function endThread(cause: Error | undefined): void {
  void thread?.terminate()
  thread = undefined
  const [first, ...others] = waiting.values()
  waiting.clear()
  first?.reject(cause ?? invalid({ content: ['This text takes too long to lay out: make it simpler.'] }))
  for (const one of others) one.reject(new Problem('unavailable', 'Try again in a few seconds.', { retry_after: 3 }))
  for (const { timer } of [first, ...others].filter((one) => one !== undefined)) clearTimeout(timer)
}
