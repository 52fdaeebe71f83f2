import { existsSync } from 'node:fs'
import { link, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import { openStore, placeOf } from '../db/open-store.ts'
import { flush } from '../files/flush.ts'
import { keepRemoved } from '../files/kept-for-backups.ts'
import { version } from '../version.ts'
import { keyOfPart, writeArchive } from './archive.ts'
import type { DatabaseCopy } from './copy.ts'
import { format, keyMark, type Manifest } from './manifest.ts'
import { BackupRefused, orNoRoom } from './refused.ts'
import { copySqlite } from './sqlite-copy.ts'
import { uploadsIn } from './uploads.ts'

const operator = { actor_id: null, ip: null, request_id: null }
const unfinished = '.unfinished-backup-'
/** Nobody works on one for so long. */
const stale_ms = 86_400_000

export interface BackupOptions {
  /** Put in the place of a file that is there. */
  force?: boolean
  now?: () => Date
  /** Ends it early; nothing is left over. */
  signal?: AbortSignal
}

/**
 * Makes one file of the site's database and uploads as they are at one moment, while the site runs. It gets its name when all of it is on the disk.
 * Throws `BackupRefused`.
 */
export async function backUp(config: Config, path: string, { force = false, now = () => new Date(), signal }: BackupOptions = {}): Promise<Manifest> {
  const file = resolve(path)
  if (!force && existsSync(file)) throw new BackupRefused(`${file} is there already: name another file, or say --force.`)
  const at = now()
  const folder = await workFolder(file)
  try {
    const made = join(folder, 'backup')
    const manifest = await write(config, folder, made, at, signal)
    await giveName(made, file, force)
    return manifest
  } catch (error) {
    throw orNoRoom(error, `There is no room in ${dirname(file)} for the backup. Nothing was left there.`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Tells the audit log of a backup that was made; it is not in its own copy. */
export async function auditBackup(config: Config, file: string, { id, made_at, uploads }: Manifest): Promise<void> {
  const store = await openStore(config, () => new Date())
  try {
    const facts = { action: 'kernel.backup_made', model: 'backups', object_id: id, after: { file: basename(file), made_at, uploads: uploads.files } }
    await store.write(operator, (tx) => tx.audit(facts))
  } finally {
    await store.close()
  }
}

async function workFolder(file: string): Promise<string> {
  try {
    await mkdir(dirname(file), { recursive: true })
    await removeStale(dirname(file))
    return await mkdtemp(join(dirname(file), unfinished))
  } catch (error) {
    throw new BackupRefused(`Nothing can be written to ${dirname(file)}: ${(error as Error).message}`)
  }
}

/** What was killed has left its folder. */
async function removeStale(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    const folder = join(place, name)
    if (name.startsWith(unfinished) && Date.now() - (await stat(folder)).mtimeMs > stale_ms) await rm(folder, { recursive: true, force: true })
  }
}

async function write(config: Config, folder: string, made: string, at: Date, signal?: AbortSignal): Promise<Manifest> {
  const media = join(config.DATA_DIR, 'media')
  // From before the moment of the copy, so that nothing that its rows name can go.
  const kept = config.S3_BUCKET ? undefined : await keepRemoved(media)
  let copy: DatabaseCopy | undefined
  let manifest: Manifest | undefined
  async function* members(from: DatabaseCopy) {
    for await (const part of from.parts()) yield stoppable(part, signal)
    if (kept) for await (const part of uploadsIn(media, kept.folder)) yield stoppable(part, signal)
  }
  try {
    copy = await copyOf(config, folder)
    const from = copy
    await writeArchive(made, members(from), at, (parts) => {
      manifest = {
        format,
        id: crypto.randomUUID(),
        made_at: at.toISOString(),
        version,
        key_mark: keyMark(config.SECRET_KEY),
        ...from.facts(),
        uploads: uploadsOf(parts, config.S3_BUCKET),
        parts,
      }
      return manifest
    })
    if (!manifest) throw new Error('an archive without a manifest')
    return manifest
  } finally {
    await copy?.close()
    await kept?.end()
  }
}

function stoppable<T>(part: T, signal?: AbortSignal): T {
  signal?.throwIfAborted()
  return part
}

/** PostgreSQL's client is loaded only where it is used. */
async function copyOf(config: Config, folder: string): Promise<DatabaseCopy> {
  const place = placeOf(config)
  return 'url' in place ? (await import('./postgres-copy.ts')).copyPostgres(place.url) : copySqlite(place.file, folder)
}

function uploadsOf(parts: Manifest['parts'], bucket: string | undefined): Manifest['uploads'] {
  const all = Object.entries(parts).filter(([name]) => keyOfPart(name) !== undefined)
  return { files: all.length, bytes: all.reduce((sum, [, { bytes }]) => sum + bytes, 0), ...(bucket && { bucket }) }
}

/** Of two that make a file of one name, the second is refused; some file systems have no second names, there the last one wins. */
async function giveName(made: string, file: string, force: boolean): Promise<void> {
  if (force) await rename(made, file)
  else
    await link(made, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw new BackupRefused(`${file} is there already: name another file, or say --force.`)
      return rename(made, file)
    })
  await flush(dirname(file))
}
