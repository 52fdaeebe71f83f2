import type { Token } from 'markdown-it'

export type Make = (type: string, tag: string, nesting: -1 | 0 | 1) => Token

/** The parser's own class makes tokens, and only its tokens know it. */
export function makerOf(token: Token): Make {
  const Made = token.constructor as new (...of: Parameters<Make>) => Token
  return (...of) => new Made(...of)
}

/** An attribute as text; undefined when the token has none of this name. */
export function attributeOf(token: Token, name: string): string | undefined {
  const value = token.attrGet(name)
  return value === null ? undefined : String(value)
}
