import { nameKey } from '../people.ts'
import { pageNamed } from './addresses.ts'

const most = { people: 20, pictures: 300, pages: 20 } as const
/** A name as accounts allow it, with an @ before it that no word or address runs into. */
export const mention = /(?<![\p{L}\p{M}\p{N}_.@/:+-])@([\p{L}\p{N}_][\p{L}\p{M}\p{N}._-]{1,28}[\p{L}\p{M}\p{N}_-])/gu

/** What a text names, to be looked up before it is rendered. It may name more than what counts in the end, such as names inside code. */
export interface References {
  /** Keys of names. */
  people: string[]
  pictures: string[]
  /** Paths of pages that stand alone in a line. */
  pages: string[]
}

export function referencesIn(text: string, origin: string): References {
  const pictures = firstOf(text.matchAll(/\/media\/posts\/([a-z0-9]+)-(?:1600|800|400)\.webp/g), most.pictures)
  const lines = text.matchAll(/^[ \t]{0,3}<?((?:https?:\/)?\/[^\s<>]+)>?[ \t]*$/gim)
  const pages = new Set<string>()
  for (const [, line = ''] of lines) {
    const page = pageNamed(line, origin)
    if (page) pages.add(page.path)
    if (pages.size === most.pages) break
  }
  return { people: mentionsIn(text), pictures, pages: [...pages] }
}

/** Keys of the names that a text mentions, at most 20. */
export const mentionsIn = (text: string): string[] => firstOf(text.matchAll(mention), most.people, nameKey)

function firstOf(matches: Iterable<RegExpMatchArray>, count: number, keyOf = (text: string) => text): string[] {
  const found = new Set<string>()
  for (const [, text = ''] of matches) {
    found.add(keyOf(text))
    if (found.size === count) break
  }
  return [...found]
}
