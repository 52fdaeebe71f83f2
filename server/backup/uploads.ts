import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { diskFiles } from '../files/disk-files.ts'
import { uploadPart } from './archive.ts'
import type { Member } from './tar.ts'

/** Every upload, and what was removed since `kept` began to keep it. */
export async function* uploadsIn(folder: string, kept: string): AsyncGenerator<Member> {
  const done = new Set<string>()
  for (const place of [folder, kept])
    for (const key of await diskFiles(place).keys('')) {
      const handle = done.has(key) ? undefined : await openIfThere(join(place, key))
      if (!handle) continue
      done.add(key)
      try {
        // A key never gets other bytes, and what is open stays whole when its name goes.
        yield { name: uploadPart(key), size: (await handle.stat()).size, chunks: handle.createReadStream({ autoClose: false, highWaterMark: 256 * 1024 }) }
      } finally {
        await handle.close()
      }
    }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return
    throw error
  }
}
