import { Database } from 'bun:sqlite'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { BackupRefused } from './refused.ts'

/** Where a restore lays ready what it unpacks. It is gone afterwards; one that was killed leaves it to the next. */
export const restoringFolder = (data_dir: string) => join(data_dir, 'restoring')
const lockFile = (data_dir: string) => join(restoringFolder(data_dir), 'lock')

/** Until `release` nobody else opens the site or restores into it. The system lets go of it even when this process is killed. */
export function lockForRestore(data_dir: string): { release(): void } {
  mkdirSync(restoringFolder(data_dir), { recursive: true })
  const handle = locked(lockFile(data_dir), 'begin exclusive')
  rmSync(join(restoringFolder(data_dir), 'media'), { recursive: true, force: true })
  return {
    release() {
      rmSync(restoringFolder(data_dir), { recursive: true, force: true })
      handle.close()
    },
  }
}

/** Throws when a restore into this folder is going on. Several processes may ask at once: one that was killed leaves its file, and nobody's lock. */
export function refuseWhileRestoring(data_dir: string): void {
  if (existsSync(lockFile(data_dir))) locked(lockFile(data_dir), 'select count(*) from sqlite_master').close()
}

function locked(file: string, by: 'begin exclusive' | 'select count(*) from sqlite_master'): Database {
  const handle = new Database(file, { create: true, readwrite: true })
  try {
    handle.run(by)
    return handle
  } catch (error) {
    handle.close()
    if (!(error as { code?: string }).code?.startsWith('SQLITE_BUSY')) throw error
    throw new BackupRefused('A restore into this site is going on: wait until it has ended.')
  }
}
