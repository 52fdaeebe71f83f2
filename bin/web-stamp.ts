import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'

const sources = ['web/**/*', 'contract/**/*', 'apps/*/web/**/*', 'apps/*/contract.ts', 'apps/*/contract/*.ts'].map((pattern) => new Bun.Glob(pattern))
const more = ['apps/web.ts', 'vite.config.ts', 'bun.lock', 'bin/web-client.ts', 'bin/web-app.ts', 'bin/build-web.ts']

export const stampFile = (root: string) => join(root, 'dist/web/.stamp')

/** Changes when a source of the web client does: names, sizes and times, which costs a few milliseconds. */
export function sourceStamp(root: string): string {
  const hash = createHash('sha256')
  const names = sources.flatMap((glob) => [...glob.scanSync({ cwd: root })])
  for (const name of [...names, ...more].sort()) {
    const { size, mtimeMs } = statSync(join(root, name), { throwIfNoEntry: false }) ?? { size: -1, mtimeMs: 0 }
    hash.update(`${name} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}
