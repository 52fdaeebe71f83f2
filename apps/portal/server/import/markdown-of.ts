import TurndownService from 'turndown'
import { textOfHtml } from '../search/html-text.ts'

const service = new TurndownService({ headingStyle: 'atx', codeBlockStyle: 'fenced', bulletListMarker: '-', emDelimiter: '*' })
service.remove((node) => dropped.has(node.nodeName.toLowerCase()))

const dropped = new Set(['script', 'style', 'iframe', 'object', 'embed', 'form', 'noscript'])

/** Nothing is laid out beyond this depth; hostile nesting becomes plain text. */
const most_depth = 200

/** HTML of another system as Markdown. WordPress leaves out paragraphs where lines are blank. */
export function markdownOf(html: string, most: number): string {
  const text = html
    .replaceAll('\r\n', '\n')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\[\/?[a-z_-]+(?:\s[^\]\n]*)?\]/gi, (code) => (/^\[\/?(caption|gallery|embed|audio|video)/i.test(code) ? '' : code))
  const paragraphs = /<p[\s>]/i.test(text) ? text : text.replace(/\n{2,}/g, '<p>')
  return convert(paragraphs).normalize('NFC').trim().slice(0, most).toWellFormed()
}

function convert(html: string): string {
  if (depthOf(html) > most_depth) return textOfHtml(html)
  try {
    return service.turndown(html)
  } catch {
    return textOfHtml(html)
  }
}

function depthOf(html: string): number {
  let depth = 0
  let deepest = 0
  for (const [tag] of html.matchAll(/<\/?[a-z][^>]*>/gi)) {
    if (tag.startsWith('</')) depth = Math.max(0, depth - 1)
    else if (!/^<(?:br|hr|img|input|meta|link|wbr)\b/i.test(tag) && !tag.endsWith('/>')) deepest = Math.max(deepest, ++depth)
  }
  return deepest
}
