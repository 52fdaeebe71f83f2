import type { Token } from 'markdown-it'
import { nameKey } from '../people.ts'
import { isStrange, strange_rel } from './addresses.ts'
import type { Known } from './known.ts'
import { mention } from './references.ts'
import { attributeOf, type Make } from './tokens.ts'

/** Says of links to strangers that they are none of ours, and makes names that people have into links to them. */
export function markLinks(children: Token[], known: Known, make: Make): { children: Token[]; strange: boolean } {
  const out: Token[] = []
  let inside = 0
  let strange = false
  for (const token of children) {
    if (token.type === 'link_open') {
      inside++
      if (isStrange(attributeOf(token, 'href') ?? '', known.origin)) {
        token.attrSet('rel', strange_rel)
        strange = true
      }
    }
    if (token.type === 'link_close') inside--
    if (token.type === 'text' && inside === 0 && known.people.size > 0 && token.content.includes('@')) out.push(...withMentions(token, known, make))
    else out.push(token)
  }
  return { children: out, strange }
}

function withMentions(token: Token, known: Known, make: Make): Token[] {
  const out: Token[] = []
  let from = 0
  const text = (content: string) => {
    if (content === '') return
    const made = make('text', '', 0)
    made.content = content
    out.push(made)
  }
  for (const match of token.content.matchAll(mention)) {
    const username = known.people.get(nameKey(match[1] ?? ''))
    if (username === undefined) continue
    text(token.content.slice(from, match.index))
    const open = make('link_open', 'a', 1)
    open.attrs = [
      ['href', `/people/${encodeURIComponent(username)}`],
      ['class', 'mention'],
    ]
    out.push(open)
    text(`@${username}`)
    out.push(make('link_close', 'a', -1))
    from = match.index + match[0].length
  }
  text(token.content.slice(from))
  return out
}
