import type { Kysely } from 'kysely'
import type { Db, Dialect, Tx, WriteContext } from './db.ts'
import type { Tables } from './tables.ts'
import type { Announcements } from './write.ts'

/** One database, either kind: what the kernel asks of it. */
export interface Store {
  readonly dialect: Dialect
  readonly db: Db
  /** Runs the work in one transaction; resolves after the commit, and only then announces what it published. */
  write<T>(context: WriteContext, work: (tx: Tx) => Promise<T>): Promise<T>
  /** One change to the schema, in a transaction of its own; it gives false when there was nothing to change, so that nothing has to be checked. */
  migrate(change: (db: Kysely<Tables>) => Promise<boolean>): Promise<void>
  /** For the metrics: what waits, and what the connections of a pool do or how many commits the file has had. */
  figures(): { waiting: number; connections?: { busy: number; idle: number }; commits?: number }
  announceTo(listener: Announcements): void
  /** True when another process has written since it was asked last: what is cached here may be old. */
  changedElsewhere(): boolean
  close(): Promise<void>
}

export const silence: Announcements = { published() {}, enqueued() {}, audited() {} }
