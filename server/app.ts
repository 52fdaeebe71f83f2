import type { Event } from '#contract/event.ts'
import type { Migration } from './db/columns.ts'
import type { Db, Tx } from './db/db.ts'
import type { MakeAuthenticate } from './http/caller.ts'
import type { Routes } from './http/routes.ts'
import type { Job, Schedule } from './jobs/job.ts'
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
  /** Files made from the app's data, by path. */
  files?: () => { path: string; type: string; text: string }[]
  /** Old addresses that have moved for good: the new path, or undefined. */
  moved?: (path: string) => string | undefined
  /** Paths for the sitemap. */
  pages?: () => string[]
  /** `./banyan keys rotate --<app>`. */
  rotateKeys?: (site: Site) => Promise<object>
  /** Verbs of the command line beside the kernel's. */
  commands?: Command[]
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
  /** Given by the same app: the page where the first admin signs up, as long as there is none. */
  setupLink?: (site: Site) => Promise<string | undefined>
}

export interface Command {
  /** Such as `createsuperuser`. */
  name: string
  summary: string
  run(site: Site, args: string[]): Promise<number>
}

export const defineApp = (app: App): App => app
