import type { ComponentType, SVGProps } from 'react'
import type { RouteObject } from 'react-router'
import type { Language } from '#contract/render.ts'
import { type Book, type Key, type Read, readBook, type Words } from './i18n.ts'
import type { AppStore } from './store.ts'

export type Who = 'anyone' | 'user' | 'staff'
export type Icon = ComponentType<SVGProps<SVGSVGElement>>

/** What routes and palette entries are made with: one per visitor in the browser, one per request on the server. */
export interface RouteContext {
  store: AppStore
  language: Language
  /** What the visitor has read so far: books of lazy pages are added. */
  words: Read
  /** On the server only: the reader's time zone, if their browser has said. */
  zone?: string | undefined
}

/** A page that loads when it is visited, with the books that its sentences stand in: `lazy: pageOf(context, () => import(…), book)`. */
export const pageOf = <P = object>({ language, words }: Pick<RouteContext, 'language' | 'words'>, page: () => Promise<ComponentType<P>>, ...books: Book[]) => ({
  Component: async () => (await Promise.all([page(), ...books.map((book) => readBook(words, language, book))]))[0],
})

/** An entry of the command palette. */
export interface Command {
  /** Unique within the app. */
  id: string
  label: string
  hint?: string
  /** Path below the language prefix. */
  to: string
  /** Other names that lead here: other scripts, codes, capitals. */
  also?: readonly string[]
}

/** Something that a page shows, for apps to do something with. */
export interface Subject {
  kind: 'place' | 'state' | 'post'
  title: string
  /** Where it is shown: path below the language prefix, with a fragment where the page shows several. */
  href: string
}

/** What an app offers to do with things of some kinds, on other apps' pages: a button wherever a page has `<Offers subject={…} />`. */
export interface Offer<Label extends string = string> {
  kinds: readonly Subject['kind'][]
  label: Label
  icon: Icon
  /** What opens when a signed-in person presses the button; it loads only then. `pageOf(…).Component` brings its words along. */
  panel: (context: Pick<RouteContext, 'language' | 'words'>) => Promise<ComponentType<{ subject: Subject; onClose: () => void }>>
}

export interface KeyList {
  title: string
  rows: [keys: string[], what: string][]
}

interface Manifest<Label extends string, W> {
  name: string
  /** The sentences that load with the app: those that the labels below need. What only pages need is a book of theirs, see `pageOf`. */
  words?: Book<W>
  /** Entries of the rail and of the bottom bar; `covers` are other paths whose pages belong to one. */
  nav: readonly { label: Label; to: string; icon: Icon; who: Who; covers?: readonly string[] }[]
  /** Entries of the foot of every page. */
  foot?: readonly { label: Label; to: string }[]
  /** Routes stand below the frame; heavy pages are `lazy`. Loaders fill the store and return null. */
  routes: (context: RouteContext) => RouteObject[]
  offers?: readonly Offer<Label>[]
  /** Links on everybody's page of a person, to what they have made in this app. */
  of_person?: readonly { label: Label; to: (username: string) => string }[]
  /** Finds by what is typed in the palette, beside the entries that are known before. Asked when the typing pauses. */
  find?: (context: Pick<RouteContext, 'store' | 'language'>, typed: string) => Promise<Command[]>
  /** The page of what is new for the signed-in: a bell at the top leads there, with the count named `notices` (`layout/counts.ts`). */
  bell?: { to: string; label: Label }
  commands?: (context: Pick<RouteContext, 'store' | 'language'>) => Promise<Command[]>
  /**
   * Runs on every page while somebody is signed in: for counts at the entries of the frame (`layout/counts.ts`) and for what has to go on.
   * Gives what ends it.
   */
  attend?: (store: AppStore, go: (path: string) => void) => Promise<() => void>
  /** What to do with the app's own live news. */
  news?: (store: AppStore, event: string, data: unknown) => Promise<void>
  /** Live news were missed: what the app shows has to be read anew. */
  missed?: (store: AppStore) => void
  /** Keys of the app's own pages: the list that `?` opens shows them first while one is on a page below `at`. */
  keys?: { at: string; load: (context: Pick<RouteContext, 'language' | 'words'>) => Promise<KeyList> }
  /** The page that answers `?q=`: where the search field leads while the app has not loaded. */
  search?: { to: string; label: Label }
  /** Only the app that owns the accounts: where signing in happens. */
  account?: { sign_in: string; sign_up: string; profile: string; people: string }
}
export type WebApp = Manifest<string, Words>

/** The manifest of one app's web half: values that the shell loops over. */
export const defineWebApp = <W extends Words>(app: Manifest<Key<W>, W>): WebApp => app as unknown as WebApp
