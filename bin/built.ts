import { join } from 'node:path'
import { buildIfChanged } from './build.ts'
import { folderOf } from './stamps.ts'

/** `start`, as built from the sources that are here: building comes first where they have changed. */
export async function startBuilt(root: string): Promise<number> {
  await buildIfChanged(root)
  const { start } = (await import(join(folderOf(root, 'server'), 'start.js'))) as typeof import('./start.ts')
  return start(root)
}
