import type { Event } from '#contract/event.ts'
import type { Language } from '#contract/render.ts'
import type { Migration } from './db/columns.ts'
import type { Db, Tx } from './db/db.ts'
import type { MakeAuthenticate } from './http/caller.ts'
import type { Routes } from './http/routes.ts'
import type { Job, Schedule } from './jobs/job.ts'
import type { Metrics } from './observe/metrics.ts'
import type { Site } from './site.ts'

/** What an app gives the kernel: values that it loops over. */
export interface App {
  name: string
  migrations?: Record<string, Migration>
  routes?: Routes
  jobs?: Job[]
  schedules?: Schedule[]
  /** Fills a fresh database; runs at every start and must be harmless when it is all there. */
  seed?: (tx: Tx) => Promise<void>
  /** Something to look at on a site that is being tried out: at the start of a development site, elsewhere only by `./banyan seed`. Once, if it is there. */
  samples?: (site: Site) => Promise<void>
  /** Files made from the app's data, by path; the text is asked for once, when somebody wants it or soon after the start. */
  files?: () => { path: string; type: string; text: () => string }[]
  /** Beginnings of the keys whose files everybody may fetch below `/media/`, such as `avatars/`; all others stay private. */
  media?: readonly string[]
  /** Old addresses that have moved for good: the new path, or undefined. */
  moved?: (path: string) => string | undefined
  /** Below these, such as `/people/`, the last part of a page's path is a name: a dot in it makes no file of it. */
  named_pages?: readonly string[]
  /** Paths for the sitemap. */
  pages?: () => string[]
  /** Pages that there are as many of as rows of a table: told to the sitemap part by part, in an order that stays. */
  listed_pages?: ListedPages
  /** What the app holds of a person, by the name of the file in their export: plain values, which become JSON. */
  exports?: (db: Db, user_id: string, site: Site) => Promise<Record<string, unknown>>
  /** Files of a person beside that, such as pictures, by their names in the archive; each is read when its turn comes. */
  exportedFiles?: (db: Db, user_id: string, site: Site) => Promise<ExportedFile[]>
  /**
   * Removes what the app holds of a person, or makes it nameless, and gives the keys of files to remove after the commit. The row in `users`
   * stays as an empty shell, so that other people's rows that point to it stay whole. May run twice.
   */
  erase?: (tx: Tx, user_id: string) => Promise<string[]>
  /** `./banyan keys rotate --<app>`. */
  rotateKeys?: (site: Site) => Promise<object>
  /** Verbs of the command line beside the kernel's. */
  commands?: Command[]
  /** What the app brings over from another system by `./banyan import`. */
  importers?: Importer[]
  /** Given by one app: who is behind a credential. */
  makeAuthenticate?: MakeAuthenticate
  /** May this user join the room at `/ws/<app>/<room>/`? Of what is published only events with this `room_id` are heard there. */
  mayJoin?: (db: Db, user_id: string, room_id: string) => Promise<boolean>
  /** Somebody is here (first socket anywhere) or gone: whom that concerns is the app's to know. */
  presenceChanged?: (site: Site, user_id: string, online: boolean) => Promise<void>
  /** Before the site answers anybody; throws where it must not start. */
  check?: (site: Site) => Promise<void>
  /** News that the app publishes to people, for the docs. */
  events?: Event[]
  /** What the app tells at `/metrics` beside what every site does. */
  measures?: (metrics: Metrics) => void
  /** Given by the same app: the page where the first admin signs up, as long as there is none. */
  setupLink?: (site: Site) => Promise<string | undefined>
}

export interface ExportedFile {
  /** Below the app's folder: `pictures/0190….webp`. */
  name: string
  /** Undefined when it is not there any more. */
  read: () => Promise<Uint8Array | undefined>
}

export interface ListedPages {
  count(db: Db): Promise<number>
  part(db: Db, from: number, count: number): Promise<ListedPage[]>
}

export interface ListedPage {
  /** Below the language prefix, escaped as an address. */
  path: string
  /** The one language in which it is found. */
  language: Language
  changed_at: string
}

export interface Command {
  /** Such as `createsuperuser`. */
  name: string
  summary: string
  run(site: Site, args: string[]): Promise<number>
}

/** One app's part of `./banyan import FROM …`: of the same `from` every app takes its turn, in the order of the list, until one does not give 0. */
export interface Importer {
  from: string
  /** Its part of the line that shows how it is called. */
  usage: string
  /** It wants one word after its name. */
  takes_file?: true
  /** Names of its options, each with a value; those of the others it is given too. */
  options: readonly string[]
  /** Whether the options are well said; by default they are. */
  check?(asked: Asked): boolean
  run(site: Site, asked: Asked): Promise<number>
}
export interface Asked {
  file?: string
  options: Readonly<Record<string, string>>
}

export const defineApp = (app: App): App => app
