/**
 * A map that forgets what has not been used for long: at most `max_entries`, and the last half of that used always. It keeps two
 * generations and drops the older one whole, since a JavaScript map whose first entry is deleted again and again becomes slow.
 */
export class Lru<K, V> {
  readonly #half: number
  #young = new Map<K, V>()
  #old = new Map<K, V>()
  constructor(max_entries: number) {
    this.#half = Math.ceil(max_entries / 2)
  }
  get(key: K): V | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }
  set(key: K, value: V): void {
    this.#young.set(key, value)
    if (this.#young.size < this.#half) return
    this.#old = this.#young
    this.#young = new Map()
  }
  delete(key: K): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }
  clear(): void {
    this.#young.clear()
    this.#old.clear()
  }
}
