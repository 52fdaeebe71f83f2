import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

/** What `./banyan start` runs: the browser's half and the server, each made from the sources. */
export type Half = 'web' | 'server'

const folders = ['apps', 'bin', 'contract', 'server', 'web']
const single = ['bun.lock', 'package.json', 'tsconfig.base.json', 'tsconfig.json', 'vite.config.ts']
/** The server renders pages, so all but tests and tools are sources of it. */
const elsewhere = /(^|\/)(tests|tools|template)\/|\.test\.tsx?$|^bin\/test/
const of_web =
  /^(web|contract)\/|^apps\/[^/]+\/(web|contract)(\/|\.ts$)|^apps\/web\.ts$|^bin\/(web-client|web-app|build-web)\.ts$|^vite\.config\.ts$|^bun\.lock$/

export const folderOf = (root: string, half: Half) => join(root, 'dist', half)
export const stampFile = (root: string, half: Half) => join(folderOf(root, half), '.stamp')

/** What each half would be built from now: names, sizes and times, which costs a few milliseconds. */
export function sourceStamps(root: string): Record<Half, string> {
  // The built server names places in its tree, and Bun reads only bytecode of its own release.
  const hashes = { web: createHash('sha256'), server: createHash('sha256').update(`${root} ${Bun.version}\n`) }
  for (const name of [...folders.flatMap((folder) => namesIn(root, folder)), ...single].sort()) {
    const { size, mtimeMs } = statSync(join(root, name), { throwIfNoEntry: false }) ?? { size: -1, mtimeMs: 0 }
    const line = `${name} ${size} ${mtimeMs}\n`
    if (of_web.test(name)) hashes.web.update(line)
    hashes.server.update(line)
  }
  return { web: hashes.web.digest('hex'), server: hashes.server.digest('hex') }
}

function namesIn(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
  return entries
    .filter((one) => one.isFile())
    .map((one) => relative(root, join(one.parentPath, one.name)))
    .filter((name) => !elsewhere.test(name))
}

/** Whether this half has been built from other sources than those that are here, or not at all. */
export function isStale(root: string, half: Half, stamps = sourceStamps(root)): boolean {
  const file = stampFile(root, half)
  return !existsSync(file) || readFileSync(file, 'utf8') !== stamps[half]
}
