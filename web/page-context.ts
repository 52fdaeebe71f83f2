import { createContext, useContext } from 'react'
import type { Language } from '#contract/render.ts'
import type { WebApp } from './app.ts'
import type { Read } from './i18n.ts'

/** What a page says of itself to search engines, shared links and the tab. */
export interface Head {
  title: string
  description?: string
  /** Path below the language prefix; without it the page's own path, without its query. */
  canonical?: string
  /** A text that people wrote has one address, in the frame of its own language or else English, whatever frame it is read in. */
  canonical_in?: Language
  /** The same text in other languages, paths with their prefix; instead of the frame's two languages. */
  alternates?: readonly { language: string; path: string }[]
  /** For shared links: a page is a `website` unless somebody wrote it. */
  type?: 'article'
  /** News of this page for feed readers. */
  feed?: { title: string; path: string }
  /** Path of a picture for shared links. */
  image?: string
  json_ld?: object
  noindex?: boolean
}

export interface Page {
  language: Language
  /** Scheme and host for absolute links. */
  origin: string
  apps: readonly WebApp[]
  /** Sentences by book; the shell's own stand under `shell`. */
  words: Read
  /** The reader's time zone as far as the server knew it when it made the page. */
  zone?: string | undefined
  /** On the server only: where the page leaves what it says of itself. */
  head?: { current: Head | undefined }
  /** On the server only: the text of a source file, see `RenderRequest.read`. */
  read?: (file: string) => string
}

const PageContext = createContext<Page | undefined>(undefined)
export const PageProvider = PageContext.Provider

export function usePage(): Page {
  const page = useContext(PageContext)
  if (!page) throw new Error('usePage outside of a page')
  return page
}
