import { createWriteStream } from 'node:fs'
import { copyFile, link, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Config } from '../config.ts'
import { diskFiles } from '../files/disk-files.ts'
import { flush } from '../files/flush.ts'
import { openFiles } from '../files/open-files.ts'
import { restoringFolder } from './restore-lock.ts'
import type { Member } from './tar.ts'

export interface UploadsLanding {
  take(key: string, part: Member): Promise<void>
  /** Puts them beside those that are there, which nobody notices: no key ever has other bytes. Gives where the old ones lie too, if they are to be kept. */
  place(stamp: string | undefined): Promise<string | undefined>
  /** After the take-over: what only the old site had. */
  removeOthers(): Promise<void>
}

export function uploadsLanding(config: Config): UploadsLanding {
  return config.S3_BUCKET ? intoBucket(config) : intoFolder(config.DATA_DIR)
}

function intoFolder(data_dir: string): UploadsLanding {
  const media = join(data_dir, 'media')
  const staged = join(restoringFolder(data_dir), 'media')
  const taken = new Set<string>()
  let set_aside: string[] = []
  return {
    async take(key, { chunks }) {
      await mkdir(dirname(join(staged, key)), { recursive: true })
      await pipeline(chunks, createWriteStream(join(staged, key), { mode: 0o640 }))
      await flush(join(staged, key))
      taken.add(key)
    },
    async place(stamp) {
      const old = stamp === undefined ? [] : await diskFiles(media).keys('')
      const aside = old.length > 0 ? `${media}.before-restore-${stamp}` : undefined
      if (aside) for (const key of old) await into(join(media, key), join(aside, key), (from, to) => link(from, to).catch(() => copyFile(from, to)))
      for (const key of taken) await into(join(staged, key), join(media, key), rename)
      for (const folder of new Set([...taken].map((key) => dirname(join(media, key))))) await flush(folder)
      set_aside = old
      return aside
    },
    async removeOthers() {
      for (const key of set_aside) if (!taken.has(key)) await rm(join(media, key), { force: true })
    },
  }
}

async function into(from: string, to: string, move: (from: string, to: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await move(from, to)
}

/** Each is put where it belongs at once; what the old site had in its bucket stays for the sweep of orphans. */
function intoBucket(config: Config): UploadsLanding {
  const files = openFiles(config)
  return {
    async take(key, { chunks }) {
      const parts: Uint8Array[] = []
      for await (const chunk of chunks) parts.push(chunk)
      await files.put(key, new Uint8Array(Buffer.concat(parts)), key.endsWith('.webp') ? 'image/webp' : 'application/octet-stream')
    },
    place: async () => undefined,
    removeOthers: async () => {},
  }
}
