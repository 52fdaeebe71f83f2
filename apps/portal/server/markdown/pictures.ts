import type { Token } from 'markdown-it'
import { mediaAddress } from '#server/files/media.ts'
import { mayLink, pictureName } from './addresses.ts'
import type { Known, KnownPicture } from './known.ts'
import { textOf } from './plain.ts'
import { attributeOf, type Make } from './tokens.ts'

/** The squares that every picture is made to fit into, in pixels, the largest first; a smaller one keeps its size. */
export const picture_widths = [1600, 800, 400] as const
export const pictureKey = (name: string, width: (typeof picture_widths)[number]) => `posts/${name}-${width}.webp`
export const pictureAddress = (name: string, width: (typeof picture_widths)[number]) => mediaAddress(pictureKey(name, width))
/** How wide the text column is at most. */
const sizes = '(min-width: 48rem) 44rem, 100vw'

/** Pictures of ours get their sizes; of all others only a link is left, since a page loads nothing from strangers. */
export function placePictures(children: Token[], known: Known, make: Make): Token[] {
  const out: Token[] = []
  let inside = 0
  for (const token of children) {
    if (token.type === 'link_open') inside++
    if (token.type === 'link_close') inside--
    if (token.type !== 'image') {
      out.push(token)
      continue
    }
    const src = attributeOf(token, 'src') ?? ''
    const name = pictureName(src, known.origin)
    const picture = name === undefined ? undefined : known.pictures.get(name)
    if (name !== undefined && picture) out.push(drawn(token, name, picture))
    else out.push(...linked(token, src, inside > 0, make))
  }
  return out
}

function drawn(token: Token, name: string, { width, height, alt }: KnownPicture): Token {
  const said = textOf(token.children ?? []).trim() || alt
  const wide = (box: number) => Math.max(1, Math.round(width * Math.min(1, box / Math.max(width, height))))
  const widths = new Map(picture_widths.map((box) => [wide(box), box] as const).reverse())
  const srcset = [...widths].map(([pixels, box]) => `${pictureAddress(name, box)} ${pixels}w`).join(', ')
  const title = attributeOf(token, 'title')
  token.attrs = [
    ['src', pictureAddress(name, 800)],
    ...(widths.size > 1
      ? ([
          ['srcset', srcset],
          ['sizes', sizes],
        ] as [string, string][])
      : []),
    ['alt', said],
    ['width', String(width)],
    ['height', String(height)],
    ['loading', 'lazy'],
    ['decoding', 'async'],
  ]
  token.type = 'picture'
  token.tag = 'img'
  token.meta = { title }
  return token
}

function linked(token: Token, src: string, in_link: boolean, make: Make): Token[] {
  const text = make('text', '', 0)
  text.content = textOf(token.children ?? []).trim() || hostOf(src)
  if (in_link || !mayLink(src)) return [text]
  const open = make('link_open', 'a', 1)
  open.attrs = [['href', src]]
  return [open, text, make('link_close', 'a', -1)]
}

const hostOf = (address: string) => (URL.canParse(address) ? new URL(address).host : address)
