import type MarkdownIt from 'markdown-it'

export type Token = ReturnType<MarkdownIt['parse']>[number]
export type Make = (type: string, tag: string, nesting: -1 | 0 | 1) => Token

/** The parser's own class makes tokens, and only its tokens know it. */
export function makerOf(token: Token): Make {
  const Made = token.constructor as new (...of: Parameters<Make>) => Token
  return (...of) => new Made(...of)
}
