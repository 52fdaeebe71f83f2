import { Database } from 'bun:sqlite'
import { createWriteStream, existsSync, mkdirSync, statSync } from 'node:fs'
import { copyFile, link, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { openSqlite } from '../db/sqlite-store.ts'
import { flush } from '../files/flush.ts'
import { type Landing, occupied } from './landing.ts'
import { BackupRefused } from './refused.ts'

const beside = ['-wal', '-shm', '-journal']

/** Unpacks into `FILE.restoring`, which then takes the name of the file. */
export function sqliteLanding(file: string, now: () => Date): Landing {
  const staged = `${file}.restoring`
  let held: Held = { state: 'nothing' }
  return {
    async claim(replace) {
      held = hold(file)
      if (held.state === 'a site' && !replace) throw new BackupRefused(occupied(`There is a site in ${file} already.`))
      await removeFile(staged)
    },
    async begin() {
      mkdirSync(dirname(file), { recursive: true })
    },
    take: ({ chunks }) => pipeline(chunks, createWriteStream(staged)),
    async open() {
      refuseBroken(staged)
      return openSqlite(staged, { now })
    },
    async takeOver(stamp) {
      if (existsSync(`${staged}-wal`) && statSync(`${staged}-wal`).size > 0) throw new Error(`${staged} was not closed: its journal is not empty`)
      const aside = held.state === 'a site' ? `${file}.before-restore-${stamp}` : undefined
      // A journal belongs to the file beside which it lies; one that stays would be played into the new file.
      for (const end of beside) {
        if (aside && existsSync(file + end)) await copyFile(file + end, aside + end)
        await rm(file + end, { force: true })
      }
      if (aside) await link(file, aside).catch(() => copyFile(file, aside))
      await flush(staged)
      await rename(staged, file)
      await flush(dirname(file))
      return aside
    },
    async close() {
      held.handle?.close()
      await removeFile(staged)
    },
  }
}

interface Held {
  state: 'nothing' | 'empty' | 'a site'
  /** Keeps everybody else out. */
  handle?: Database
}

/** The journal's mode changes only when nobody else has the file open; it also leaves one whole file without a journal. */
function hold(file: string): Held {
  if (!existsSync(file)) return { state: 'nothing' }
  const handle = new Database(file, { readwrite: true })
  try {
    handle.run('pragma journal_mode = delete')
    handle.run('begin exclusive')
    const { tables } = handle.query('select count(*) as tables from sqlite_master').get() as { tables: number }
    return { state: tables > 0 ? 'a site' : 'empty', handle }
  } catch (error) {
    handle.close()
    const { code = '' } = error as { code?: string }
    if (code.startsWith('SQLITE_BUSY')) throw new BackupRefused(`A server, or another verb of ./banyan, has ${file} open: stop it first.`)
    // What is broken may be the reason for the restore.
    if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')) return { state: 'a site' }
    throw error
  }
}

function refuseBroken(file: string): void {
  const db = new Database(file, { readonly: true })
  try {
    const [said] = db.query('pragma integrity_check').values().flat()
    const [dangling] = db.query('pragma foreign_key_check').values()
    if (said !== 'ok' || dangling) throw new BackupRefused(`The database in the backup is broken: ${said === 'ok' ? `${dangling} refers to nothing` : said}`)
  } finally {
    db.close()
  }
}

async function removeFile(file: string): Promise<void> {
  for (const end of ['', ...beside]) await rm(file + end, { force: true })
}
