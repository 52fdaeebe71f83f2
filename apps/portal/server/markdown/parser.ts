/// <reference path="./footnotes.d.ts" />
import markdownIt, { type MarkdownIt, type RendererRule } from 'markdown-it'
import footnotes from 'markdown-it-footnote'
import { mayLink } from './addresses.ts'

/** Deeper nesting is shown as it was written: it only costs. */
const max_nesting = 20

function plainParser(): MarkdownIt {
  const md = markdownIt({ html: false, linkify: true, typographer: false, maxNesting: max_nesting })
  // Only what says http is made a link by itself: "etc.So" is no address.
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
  md.validateLink = mayLink
  return md
}

function forPosts(): MarkdownIt {
  const md = plainParser().use(footnotes)
  md.renderer.rules['footnote_anchor'] = wayBack
  return md
}

/** From a note back to where it was called; the plugin's own has no name for those who do not see it. */
const wayBack: RendererRule = (tokens, i) => {
  const { id, subId = 0 } = (tokens[i]?.meta ?? {}) as { id: number; subId?: number }
  const n = id + 1
  return ` <a href="#fnref${n}${subId > 0 ? `:${subId}` : ''}" class="footnote-backref" aria-label="↩ ${n}">↩</a>`
}

/** Paragraphs, emphasis, code, lists, quotes, links. */
function forComments(): MarkdownIt {
  return plainParser().disable(['heading', 'lheading', 'table', 'hr', 'image', 'html_block', 'html_inline', 'reference'])
}

export const post_parser = forPosts()
export const comment_parser = forComments()
