import type { Picture, PostLanguage } from '../../contract/fields.ts'
import type { Draft } from '../../contract/writing.ts'

/** What a writer sees and changes. */
export interface Doc {
  postname: string
  content: string
  category: string
  state: string | null
  language: PostLanguage
  cover: Picture | null
}

export const blank: Doc = { postname: '', content: '', category: '', state: null, language: 'en', cover: null }

export const docOf = ({ postname, content, category, state, language, cover }: Doc | Draft): Doc => ({ postname, content, category, state, language, cover })

/** As the server wants it: covers are named by their id. */
export const wireOf = ({ cover, ...texts }: Doc) => ({ ...texts, image: cover?.id ?? null })

/** The server keeps texts in one Unicode form and trims what is one line; that alone is no difference. */
const spelled = (text: string) => text.normalize('NFC').replaceAll(/\r\n?/g, '\n')
export const same = (a: Doc, b: Doc): boolean =>
  spelled(a.content) === spelled(b.content) &&
  spelled(a.postname).trim() === spelled(b.postname).trim() &&
  spelled(a.category).trim() === spelled(b.category).trim() &&
  a.state === b.state &&
  a.language === b.language &&
  a.cover?.id === b.cover?.id

/** Words as people count them; scripts without blanks between words are none of ours. */
export const wordsIn = (text: string): number => text.match(/[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu)?.length ?? 0

export const isEmpty = (doc: Doc) => doc.postname.trim() === '' && doc.content.trim() === '' && doc.cover === null
