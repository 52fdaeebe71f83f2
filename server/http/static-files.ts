import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Encoded } from './encoded.ts'

/** Files in memory by path: the built web client, and what apps add (such as `/data/states.json`). */
export class StaticFiles {
  readonly #files = new Map<string, Encoded>()
  readonly #makers = new Map<string, () => Encoded>()

  add(path: string, file: Encoded): void {
    this.#files.set(path, file)
  }

  /** Made when somebody first asks for it: a start does not pay for what nobody reads. */
  addLazily(path: string, make: () => Encoded): void {
    this.#makers.set(path, make)
  }

  get(path: string): Encoded | undefined {
    const file = this.#files.get(path)
    const make = file ? undefined : this.#makers.get(path)
    if (!make) return file
    const made = make()
    this.#files.set(path, made)
    return made
  }

  /** Reads a built directory with its `.br` and `.gz` forms; a missing directory is an empty one. The template of pages is no page itself. */
  addDirectory(dir: string): this {
    if (!existsSync(dir)) return this
    for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
      const file = join(dir, name)
      if (/\.(br|gz)$/.test(name) || name === 'index.html' || name.startsWith('.') || !statSync(file).isFile()) continue
      const br = readIfThere(`${file}.br`)
      const gzip = readIfThere(`${file}.gz`)
      this.add(
        `/${name}`,
        new Encoded(new Uint8Array(readFileSync(file)), { type: typeOf(name), cache_control: ageOf(name), ...(br && { br }), ...(gzip && { gzip }) }),
      )
    }
    return this
  }
}

const readIfThere = (file: string) => (existsSync(file) ? new Uint8Array(readFileSync(file)) : undefined)

function typeOf(name: string): string {
  if (name.endsWith('.webmanifest')) return 'application/manifest+json'
  return Bun.file(name).type
}

/** Names under `assets/` carry a hash of their content. */
const ageOf = (name: string) => (name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
