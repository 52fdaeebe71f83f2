import type { Token } from 'markdown-it'
import type { Post } from '../../contract/posts.ts'
import { slugText } from '../posts/slug-text.ts'
import { textOf } from './plain.ts'

type Contents = Post['contents']
/** A page has ids of its own: those of a text never look like them. */
const prefix = 's-'

/** Gives headings their ids and their place below the title of the post, which is the page's only first heading. Gives those for a table of contents. */
export function placeHeadings(tokens: Token[]): Contents {
  const opens = tokens.flatMap((token, i) => (token.type === 'heading_open' ? [{ token, i }] : []))
  const shift = opens.some(({ token }) => token.tag === 'h1') ? 1 : 0
  const taken = new Set<string>()
  const contents: Contents = []
  for (const { token, i } of opens) {
    const level = Math.min(6, Number(token.tag.slice(1)) + shift)
    const close = tokens[i + 2]
    token.tag = `h${level}`
    if (close) close.tag = token.tag
    const text = textOf(tokens[i + 1]?.children ?? []).trim()
    const id = free(prefix + (slugText(text) || 'part'), taken)
    token.attrSet('id', id)
    if (token.level === 0 && level <= 4 && text !== '') contents.push({ id, text, level })
  }
  return contents
}

function free(id: string, taken: Set<string>): string {
  let own = id
  for (let n = 2; taken.has(own); n++) own = `${id}-${n}`
  taken.add(own)
  return own
}
