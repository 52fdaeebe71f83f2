import type { Token } from 'markdown-it'
import { escapeHtml } from '#server/http/html.ts'
import { isStrange, pageNamed, strange_rel } from './addresses.ts'
import type { Known } from './known.ts'
import { attributeOf } from './tokens.ts'

const most_note = 80

/**
 * The card of a link that is all of its paragraph: of a page of ours with its title and picture, of a stranger's with its host, which is never
 * asked. Undefined for any other paragraph.
 */
export function cardOf(inline: Token, known: Known): string | undefined {
  const href = loneAddress(inline)
  if (href === undefined) return undefined
  const page = pageNamed(href, known.origin)
  const card = page && known.cards.get(page.path)
  if (card) {
    const title = (page.hindi && card.title_hi) || card.title
    const image = card.image === undefined ? '' : `<img src="${escapeHtml(card.image)}" alt="" loading="lazy" decoding="async" class="link-card-image">`
    return line(`href="${escapeHtml(href.slice(href.startsWith('/') ? 0 : known.origin.length))}"`, image, title, card.note)
  }
  if (!isStrange(href, known.origin) || !URL.canParse(href)) return undefined
  const { host, pathname, search } = new URL(href)
  return line(`href="${escapeHtml(href)}" rel="${strange_rel}"`, '', readable(host), shortened(readable(pathname + search)))
}

const line = (attributes: string, image: string, title: string, note: string) =>
  `<p class="link-card-line"><a class="link-card" ${attributes}>${image}<span class="link-card-title">${escapeHtml(title)}</span>${note === '' ? '' : ` <span class="link-card-note">${escapeHtml(note)}</span>`}</a></p>\n`

/** The address that a paragraph consists of: written out as a link, or a path of ours alone. */
function loneAddress({ children, content }: Token): string | undefined {
  const [open, text, close] = children ?? []
  if (children?.length === 1 && open?.type === 'text' && /^\/\S+$/.test(content)) return content
  if (children?.length !== 3 || open?.type !== 'link_open' || text?.type !== 'text' || close?.type !== 'link_close') return undefined
  return open.markup === 'linkify' || open.markup === 'autolink' ? attributeOf(open, 'href') : undefined
}

const shortened = (text: string) => (text === '/' ? '' : text.length > most_note ? `${text.slice(0, most_note).toWellFormed()}…` : text)

function readable(text: string): string {
  try {
    return decodeURI(text).replace(/[\p{Cc}\p{Cf}]/gu, '')
  } catch {
    return text
  }
}
