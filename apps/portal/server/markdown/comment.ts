import { cleanComment } from './clean.ts'
import type { Known } from './known.ts'
import { markLinks } from './links.ts'
import { comment_parser } from './parser.ts'
import { makerOf } from './tokens.ts'

export interface RenderedComment {
  html: string
  /** It leads to pages of strangers. */
  strange_links: boolean
}

/** Markdown of a comment made safe to show: paragraphs, emphasis, code, lists, quotes, links, mentions. Call it through `render`. */
export function renderComment(text: string, known: Known): RenderedComment {
  const env = {}
  const tokens = comment_parser.parse(text, env)
  let strange_links = false
  for (const token of tokens) {
    if (token.type !== 'inline' || !token.children) continue
    const { children, strange } = markLinks(token.children, known, makerOf(token))
    token.children = children
    strange_links ||= strange
  }
  return { html: cleanComment(comment_parser.renderer.render(tokens, comment_parser.options, env)), strange_links }
}
