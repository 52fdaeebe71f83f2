import type { Token } from 'markdown-it'

const most_excerpt = 240

/** What inline tokens say, without how. */
export function textOf(children: readonly Token[]): string {
  let text = ''
  for (const { type, content } of children) {
    if (type === 'text' || type === 'code_inline' || type === 'picture' || type === 'image') text += content
    if (type === 'softbreak' || type === 'hardbreak') text += ' '
  }
  return text
}

/** The beginning of the first paragraphs, cut at a word; empty when there is none. */
export function excerptOf(tokens: readonly Token[]): string {
  let text = ''
  for (const [i, token] of tokens.entries()) {
    if (token.type === 'footnote_block_open') break
    const open = tokens[i - 1]
    if (token.type !== 'inline' || open?.type !== 'paragraph_open' || open.level > 0) continue
    const children = (token.children ?? []).filter(({ type }) => type !== 'picture' && type !== 'image')
    text = `${text} ${textOf(children)}`.trim()
    if (text.length > most_excerpt) break
  }
  return shortened(text.replace(/\s+/g, ' '))
}

function shortened(text: string): string {
  if (text.length <= most_excerpt) return text
  const short = text.slice(0, most_excerpt)
  const at = short.lastIndexOf(' ')
  return `${(at > most_excerpt / 2 ? short.slice(0, at) : short.toWellFormed().replace(/\p{M}*\ufffd?$/u, '')).replace(/[\s,;:–—-]+$/u, '')}…`
}

/** Runs of letters in any script; what a reader reads. */
export function countWords(tokens: readonly Token[]): number {
  let words = 0
  for (const { type, content, children } of tokens) {
    const text = type === 'inline' ? textOf(children ?? []) : type === 'fence' || type === 'code_block' ? content : ''
    words += text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}’'\u200c\u200d]*/gu)?.length ?? 0
  }
  return words
}
