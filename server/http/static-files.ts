import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Encoded } from './encoded.ts'

type Make = () => Encoded | undefined

/** Files in memory by path: the built web client, and what apps add (such as `/data/states.json`). */
export class StaticFiles {
  readonly #files = new Map<string, Encoded>()
  readonly #makers = new Map<string, Make>()
  readonly #ahead: string[] = []

  /** Made when somebody first asks for it: a start does not pay for what nobody reads. */
  addLazily(path: string, make: Make): void {
    this.#makers.set(path, make)
  }

  /** Made when somebody asks for it, or by `readAhead`. */
  addAhead(path: string, make: Make): void {
    this.addLazily(path, make)
    this.#ahead.push(path)
  }

  /** Makes the rest beside the first answers, one at a time: from then on a new build in the same folder takes nothing away from this process. */
  async readAhead(): Promise<void> {
    for (const path of this.#ahead.splice(0)) {
      this.get(path)
      await nextTurn()
    }
  }

  get(path: string): Encoded | undefined {
    const file = this.#files.get(path)
    const make = file ? undefined : this.#makers.get(path)
    if (!make) return file
    const made = make()
    if (made) this.#files.set(path, made)
    return made
  }

  /** A built directory with its `.br` and `.gz` forms; a missing directory is an empty one. The template of pages is no page itself. */
  addDirectory(dir: string): this {
    if (!existsSync(dir)) return this
    for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name)
      const name = relative(dir, file)
      if (!entry.isFile() || /\.(br|gz)$/.test(name) || name === 'index.html' || name.startsWith('.')) continue
      this.addAhead(`/${name}`, () => readWithForms(file, name))
    }
    return this
  }
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Undefined when it has gone since the start. */
function readWithForms(file: string, name: string): Encoded | undefined {
  const [plain, br, gzip] = [readIfThere(file), readIfThere(`${file}.br`), readIfThere(`${file}.gz`)]
  return plain && new Encoded(plain, { type: typeOf(name), cache_control: ageOf(name), ...(br && { br }), ...(gzip && { gzip }) })
}

const readIfThere = (file: string) => (existsSync(file) ? new Uint8Array(readFileSync(file)) : undefined)

function typeOf(name: string): string {
  if (name.endsWith('.webmanifest')) return 'application/manifest+json'
  return Bun.file(name).type
}

/** Names under `assets/` carry a hash of their content. */
const ageOf = (name: string) => (name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
