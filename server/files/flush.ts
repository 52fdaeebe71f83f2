import { open } from 'node:fs/promises'

/** What a file holds, or which names a folder has, survives a power cut from here on. */
export async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}
