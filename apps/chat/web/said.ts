import type { Message } from '../contract.ts'
import type { T } from './page-words.ts'

/** What a message says in one line: its words, else what its pictures show. */
export function saidIn({ text, pictures, deleted_at, damaged }: Message, t: T): string {
  if (deleted_at) return t('deleted')
  if (damaged) return t('damaged')
  if (text) return text.replace(/\s+/g, ' ')
  const [first] = pictures
  return pictures.length === 1 && first?.alt ? t('picture.showing', { alt: first.alt }) : t('picture.some', { count: pictures.length })
}
