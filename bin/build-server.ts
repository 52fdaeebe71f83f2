import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BunPlugin } from 'bun'
import { folderOf } from './stamps.ts'

/** Packages that every start needs, and what would else come twice (kysely) or arrives differently in one CommonJS file (lucide-react). */
const inside = ['bowser', 'croner', 'hono', 'kysely', 'lucide-react', 'pino', 'zod']
/** There may be only one, and packages outside load it too. */
const shared = ['react']
const packageOf = (name: string) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name
const ofPackages = /\/node_modules\//

/**
 * Makes `dist/server/start.js`: the server and the renderer of its pages in one file, with the bytecode that Bun would make of it at each start.
 * Loading the sources instead takes more than twice the CPU time. The folder is replaced at once, so a server may start meanwhile.
 */
export async function buildServer(root: string, stamp: string, folder = folderOf(root, 'server')): Promise<void> {
  const made = await mkdtemp(join(dirname(folder), '.server-'))
  try {
    await Bun.build({
      entrypoints: [join(root, 'bin/start.ts')],
      outdir: made,
      target: 'bun',
      format: 'cjs',
      bytecode: true,
      sourcemap: 'linked',
      minify: { syntax: true },
      // Else NODE_ENV of whoever builds decides how JSX is compiled, and pages break where another NODE_ENV runs them.
      define: { 'process.env.NODE_ENV': '"production"' },
      plugins: [outside, places, noCallers],
    })
    await Bun.write(join(made, '.stamp'), stamp)
    // Whoever runs the site need not be who has built it.
    await chmod(made, 0o755)
    if (existsSync(folder)) await rename(folder, join(made, 'before'))
    await rename(made, folder)
    await rm(join(folder, 'before'), { recursive: true, force: true })
  } finally {
    await rm(made, { recursive: true, force: true })
  }
}

/** Leaves packages in `node_modules`, for the requests that need them to load; but not those inside and what they bring along. */
const outside: BunPlugin = {
  name: 'packages outside',
  setup(build) {
    build.onResolve({ filter: /^[^.#/]/ }, ({ path, importer }) => {
      const name = packageOf(path)
      if (/^(node|bun):/.test(path) || inside.includes(name) || (ofPackages.test(importer) && !shared.includes(name))) return undefined
      return { path, external: true }
    })
  },
}

/** A module's own place is where its source lies: files beside it are read from there. */
const places: BunPlugin = {
  name: 'places of sources',
  setup(build) {
    build.onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const contents = text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)).replaceAll('import.meta.dir', JSON.stringify(dirname(path)))
      return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' }
    })
  },
}

/** Pino looks up who calls it, for the sake of transports, of which we have none. With a source map that is a quarter of the start. */
const noCallers: BunPlugin = {
  name: 'no callers of pino',
  setup(build) {
    build.onLoad({ filter: /\/pino\/lib\/caller\.js$/ }, () => ({ contents: 'module.exports = () => undefined', loader: 'js' }))
  },
}
