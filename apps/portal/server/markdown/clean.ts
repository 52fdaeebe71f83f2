import sanitize from 'sanitize-html'

const inline = ['a', 'em', 'strong', 's', 'code', 'br', 'span']
const blocks = ['p', 'ul', 'ol', 'li', 'blockquote', 'pre']
const strict: sanitize.IOptions = {
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  enforceHtmlBoundary: false,
  parser: { decodeEntities: true },
}

const for_comments: sanitize.IOptions = {
  ...strict,
  allowedTags: [...inline, ...blocks],
  allowedAttributes: { a: ['href', 'rel', 'class'], code: ['class'], ol: ['start'] },
  allowedClasses: { a: ['mention'], code: ['language-*'] },
}

const for_posts: sanitize.IOptions = {
  ...strict,
  allowedTags: [
    ...[...inline, ...blocks, 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'img', 'figure', 'figcaption', 'sup', 'section'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'div'],
  ],
  allowedAttributes: {
    a: ['href', 'rel', 'class', 'id', 'aria-label'],
    img: ['src', 'srcset', 'sizes', 'alt', 'width', 'height', 'loading', 'decoding', 'class'],
    code: ['class'],
    ol: ['start', 'class'],
    div: ['class', 'role', 'tabindex'],
    ...Object.fromEntries(['h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, ['id']])),
    ...Object.fromEntries(['p', 'span', 'sup', 'section', 'hr', 'th', 'td', 'figure'].map((name) => [name, ['class']])),
    li: ['class', 'id'],
  },
  allowedClasses: {
    a: ['mention', 'footnote-backref', 'link-card'],
    code: ['language-*'],
    div: ['table'],
    ol: ['footnotes-list'],
    p: ['link-card-line'],
    span: ['link-card-title', 'link-card-note'],
    img: ['link-card-image'],
    sup: ['footnote-ref'],
    section: ['footnotes'],
    hr: ['footnotes-sep'],
    li: ['footnote-item'],
    th: ['center', 'right'],
    td: ['center', 'right'],
    figure: ['picture'],
  },
  // Pictures are only ours: what else is named is no picture but a link.
  allowedSchemesByTag: { img: [] },
}

/**
 * The second wall. The renderer makes nothing that this takes away; it is here for the day when the renderer is wrong.
 */
export const cleanComment = (html: string) => sanitize(html, for_comments)
export const cleanPost = (html: string) => sanitize(html, for_posts)
