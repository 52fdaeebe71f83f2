import { z } from 'zod'
import { event } from '#contract/event.ts'
import { Lru } from '../cache/lru.ts'
import { Encoded } from '../http/encoded.ts'
import type { Site } from '../site.ts'

/** A public file is gone: no process goes on showing the bytes that it has kept. */
const mediaRemoved = event('kernel.media_removed', z.object({ key: z.string() }))

const types: Record<string, string> = { webp: 'image/webp' }
const max_kept = 500
const max_kept_bytes = 64 * 1024
/** A key is never used for other bytes, so whoever has them may keep them. */
const cache_control = 'public, max-age=31536000, immutable'
/** Somebody else may have made these bytes: nothing in them may run. */
const content_security_policy = "default-src 'none'; sandbox"

/** Where a public file is fetched from. */
export const mediaAddress = (key: string) => `/media/${key}`

/** Takes a public file away, here and in what every process keeps of it. Call it when the row that named it is gone for good. */
export async function removeMedia({ files, bus }: Site, key: string): Promise<void> {
  await files.remove(key)
  bus.publish(mediaRemoved.name, [], { key })
}

/** Serves `/media/…` from the site's files, as far as an app has declared that they are public; what is asked for often stays in memory. */
export class Media {
  readonly #site: Site
  readonly #prefixes: readonly string[]
  readonly #kept = new Lru<string, Encoded>(max_kept)
  /** Counts removals, so that bytes read before one are not kept after it. */
  #removals = 0

  constructor(site: Site, prefixes: readonly string[]) {
    this.#site = site
    this.#prefixes = prefixes
    site.bus.hear(mediaRemoved.name, (data) => {
      this.#removals++
      this.#kept.delete((data as { key: string }).key)
    })
  }

  /** The file at a path, or undefined: also for what is stored but not public. */
  async at(path: string): Promise<Encoded | undefined> {
    const key = path.slice(mediaAddress('').length)
    const kept = this.#kept.get(key)
    if (kept) return kept
    const type = types[key.slice(key.lastIndexOf('.') + 1)]
    const shape = /^[a-z0-9]+\/[a-z0-9-]{1,100}\.[a-z0-9]{1,5}$/
    if (!type || !shape.test(key) || !this.#prefixes.some((prefix) => key.startsWith(prefix))) return undefined
    const before = this.#removals
    const found = await this.#site.files.get(key)
    if (!found) return undefined
    const made = new Encoded(new Uint8Array(await found.arrayBuffer()), {
      type,
      cache_control,
      headers: { 'content-security-policy': content_security_policy, 'cross-origin-resource-policy': 'cross-origin' },
    })
    if (found.size <= max_kept_bytes && before === this.#removals) this.#kept.set(key, made)
    return made
  }
}
