import { z } from 'zod'

/** How an endpoint answers: mostly JSON; a redirect sends the browser on, a file is saved or shown. */
export type AnswerKind = 'json' | 'redirect' | 'file'

/** `returns: redirect`: the handler gives the path or address where the browser goes next. */
export const redirect = z.string().meta({ answer: 'redirect' })

export interface FileAnswer {
  /** What is too large for memory comes as a stream. */
  data: Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>
  type: string
  /** Saved under this name instead of shown. */
  name?: string
}
/** `returns: file`: the handler gives bytes; they leave with headers that keep them from running. */
export const file = z.custom<FileAnswer>().meta({ answer: 'file' })
