import type { Token } from 'markdown-it'
import { escapeHtml } from '#server/http/html.ts'
import type { Post } from '../../contract/posts.ts'
import { cardOf } from './cards.ts'
import { cleanPost } from './clean.ts'
import { placeHeadings } from './headings.ts'
import type { Known } from './known.ts'
import { markLinks } from './links.ts'
import { post_parser as parser } from './parser.ts'
import { placePictures } from './pictures.ts'
import { countWords, excerptOf } from './plain.ts'
import { attributeOf, makerOf } from './tokens.ts'

export interface RenderedPost {
  html: string
  contents: Post['contents']
  excerpt: string
  words: number
  /** It leads to pages of strangers. */
  strange_links: boolean
}

/** A table of contents helps where there is much to find. */
const long_words = 400
const least_headings = 3

/** Markdown of a post made safe to show, with what lists say of it. Call it through `render`. */
export function renderPost(text: string, known: Known): RenderedPost {
  const env = {}
  const tokens = parser.parse(text, env)
  let strange_links = false
  for (const token of tokens) {
    if (token.type !== 'inline' || !token.children) continue
    const make = makerOf(token)
    const { children, strange } = markLinks(placePictures(token.children, known, make), known, make)
    token.children = children
    strange_links ||= strange
  }
  const contents = placeHeadings(tokens)
  const words = countWords(tokens)
  placeBlocks(tokens, known)
  // What has become a card or a figure is no sentence.
  const excerpt = excerptOf(tokens)
  const html = cleanPost(parser.renderer.render(tokens, parser.options, env))
  return { html, contents: words >= long_words && contents.length >= least_headings ? contents : [], excerpt, words, strange_links }
}

/** Cards, pictures with what stands below them, and tables that scroll by themselves. */
function placeBlocks(tokens: Token[], known: Known): void {
  for (const [i, token] of tokens.entries()) {
    if (token.type === 'th_open' || token.type === 'td_open') alignByClass(token)
    const [open, close] = [tokens[i - 1], tokens[i + 1]]
    if (token.type !== 'inline' || open?.type !== 'paragraph_open' || !close || open.hidden) continue
    const card = cardOf(token, known)
    const alone = token.children?.length === 1 && token.children[0]?.type === 'picture' ? token.children[0] : undefined
    if (card !== undefined) replace([open, token, close], card)
    else if (alone) replace([open, token, close], figure(alone))
  }
}

function replace([open, inline, close]: [Token, Token, Token], html: string): void {
  open.hidden = true
  close.hidden = true
  inline.type = 'html_block'
  inline.content = html
  inline.children = null
}

function figure(picture: Token): string {
  const { title } = picture.meta as { title: string | undefined }
  const caption = title ? `<figcaption>${escapeHtml(title)}</figcaption>` : ''
  return `<figure class="picture">${parser.renderer.renderToken([picture], 0, parser.options)}${caption}</figure>\n`
}

/** There are no inline styles on our pages. */
function alignByClass(token: Token): void {
  const side = /text-align:(center|right)/.exec(attributeOf(token, 'style') ?? '')?.[1]
  token.attrs = side ? [['class', side]] : null
}

parser.renderer.rules['table_open'] = () => '<div class="table" role="group" tabindex="0"><table>\n'
parser.renderer.rules['table_close'] = () => '</table></div>\n'
