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
  announceTo(listener: Announcements): void
  /** True when another process has written since it was asked last: what is cached here may be old. */
  changedElsewhere(): boolean
  close(): Promise<void>
}

export const silence: Announcements = { published() {}, enqueued() {} }
