import MarkdownIt from 'markdown-it'
import footnotes from 'markdown-it-footnote'
import { mayLink } from './addresses.ts'

/** Deeper nesting is shown as it was written: it only costs. */
const max_nesting = 20

function plainParser(): MarkdownIt {
  const md = new MarkdownIt({ html: false, linkify: true, typographer: false, maxNesting: max_nesting })
  // Only what says http is made a link by itself: "etc.So" is no address.
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
  md.validateLink = mayLink
  return md
}

function forPosts(): MarkdownIt {
  const md = plainParser().use(footnotes)
  md.renderer.rules['footnote_anchor'] = (tokens, i, _options, env, self) => {
    const id = self.rules['footnote_anchor_name']?.(tokens, i, _options, env, self) ?? ''
    const { subId = 0 } = (tokens[i]?.meta ?? {}) as { subId?: number }
    return ` <a href="#fnref${id}${subId > 0 ? `:${subId}` : ''}" class="footnote-backref" aria-label="↩ ${id}">↩</a>`
  }
  return md
}

/** Paragraphs, emphasis, code, lists, quotes, links. */
function forComments(): MarkdownIt {
  return plainParser().disable(['heading', 'lheading', 'table', 'hr', 'image', 'html_block', 'html_inline', 'reference'])
}

export const post_parser = forPosts()
export const comment_parser = forComments()
