import { copyFile, link, mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Below the folder of files; no key begins with a dot. */
const place = '.backups'
/** Whoever has not ended by then has died. */
const longest_ms = 86_400_000

/**
 * A backup copies the rows of one moment, and files after it: what is removed in between may still be named by those rows. From here to its `end`
 * everything that any process removes also lies in `folder`, by its key.
 */
export async function keepRemoved(files: string): Promise<{ folder: string; end(): Promise<void> }> {
  const folder = join(files, place, `${Date.now()}-${crypto.randomUUID()}`)
  await mkdir(folder, { recursive: true })
  return { folder, end: () => rm(folder, { recursive: true, force: true }) }
}

/** Keeps a file that is about to be removed, for each backup that is being made. False when it can't: then it must stay where it is. */
export async function keepForBackups(files: string, key: string): Promise<boolean> {
  try {
    for (const name of await readdir(join(files, place)).catch(nothingIf<string[]>([], 'ENOENT'))) {
      const folder = join(files, place, name)
      if (Date.now() - Number.parseInt(name, 10) > longest_ms) await rm(folder, { recursive: true, force: true })
      else await keep(join(files, key), join(folder, key))
    }
    return true
  } catch {
    return false
  }
}

async function keep(path: string, kept: string): Promise<void> {
  await mkdir(dirname(kept), { recursive: true })
  // Some file systems have no second names.
  await link(path, kept)
    .catch(nothingIf(undefined, 'ENOENT', 'EEXIST'))
    .catch(() => copyFile(path, kept))
}

function nothingIf<T>(value: T, ...codes: string[]) {
  return (error: { code?: string }): T => {
    if (codes.includes(error.code ?? '')) return value
    throw error
  }
}
