import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { checkKey, type Files } from './files.ts'
import { flush } from './flush.ts'
import { keepForBackups } from './kept-for-backups.ts'

/** A half-written file never has a key of its own: it is written aside, flushed, then renamed. */
const aside = '.part-'

export function diskFiles(folder: string): Files {
  const pathOf = (key: string) => join(folder, checkKey(key))
  return {
    async put(key, data) {
      const path = pathOf(key)
      await mkdir(dirname(path), { recursive: true })
      const part = join(dirname(path), `${aside}${crypto.randomUUID()}`)
      try {
        await writeFlushed(part, data)
        await rename(part, path)
      } catch (error) {
        await rm(part, { force: true })
        throw error
      }
      // Only then does the new name survive a power cut.
      await flush(dirname(path))
    },
    async get(key) {
      const found = Bun.file(pathOf(key))
      return (await found.exists()) ? found : undefined
    },
    async remove(key) {
      const path = pathOf(key)
      // A file without a row that stays is swept a day later.
      if (await keepForBackups(folder, key)) await rm(path, { force: true })
    },
    async keys(prefix) {
      const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
      const keys = names
        .filter((entry) => entry.isFile() && !entry.name.startsWith(aside))
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      return keys.filter((key) => key.startsWith(prefix) && !key.startsWith('.')).sort()
    },
  }
}

async function writeFlushed(path: string, data: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o640)
  try {
    await handle.writeFile(data)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
