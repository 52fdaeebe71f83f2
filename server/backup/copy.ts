import type { Facts } from './manifest.ts'
import type { Member } from './tar.ts'

/** A database as it is at one moment. */
export interface DatabaseCopy {
  parts(): AsyncIterable<Member>
  /** Complete once all parts have been read. */
  facts(): Facts
  close(): Promise<void>
}
