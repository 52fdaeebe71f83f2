import type { Store } from '../db/store.ts'
import type { Manifest } from './manifest.ts'
import type { Member } from './tar.ts'

/** Where a database comes out of a backup: beside the one that is there, which stays as it is until `takeOver`. */
export interface Landing {
  /** Throws `BackupRefused` while somebody has the site's database open, and where there is one unless it may be replaced. */
  claim(replace: boolean): Promise<void>
  begin(manifest: Manifest): Promise<void>
  take(part: Member): Promise<void>
  /** The new database, whole and of the backup's schema. */
  open(): Promise<Store>
  /** In one step the new one is the site's. Gives where the old one is now. */
  takeOver(stamp: string): Promise<string | undefined>
  close(): Promise<void>
}

export const occupied = (what: string) => `${what} Say --replace to set that aside and restore all the same.`
