import type { FileAnswer } from '#contract/answer.ts'
import { type Answers, no_store } from './answer.ts'

interface Own {
  headers: Record<string, string>
}

/** Sends the browser on. The address is escaped as a URL, so that nothing in it can end the header. */
export function sendOn(to: unknown, { headers }: Own, answers: Answers): Response {
  const text = String(to)
  const location = text.startsWith('/') ? new URL(text, 'http://here').href.slice('http://here'.length) : new URL(text).href
  return answers.plain(null, 302, { location, 'cache-control': no_store, ...headers })
}

/** Bytes that somebody else may have made: a type that the browser believes, and nothing in them may run. */
export function sendFile(answer: unknown, { headers }: Own, answers: Answers): Response {
  const { data, type, name } = answer as FileAnswer
  const own = {
    'content-type': type,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': no_store,
    ...(name && { 'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}` }),
    ...headers,
  }
  return answers.plain(data, 200, own)
}
