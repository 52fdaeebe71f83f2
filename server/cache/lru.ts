/** A map that forgets what was used longest ago: bounded by the number of entries. */
export class Lru<K, V> {
  readonly #max: number
  readonly #entries = new Map<K, V>()
  constructor(max_entries: number) {
    this.#max = max_entries
  }
  get size(): number {
    return this.#entries.size
  }
  get(key: K): V | undefined {
    const value = this.#entries.get(key)
    if (value === undefined) return
    // Moving an entry to the end costs two writes, so it waits until forgetting is near.
    if (this.#entries.size > this.#max / 2) {
      this.#entries.delete(key)
      this.#entries.set(key, value)
    }
    return value
  }
  set(key: K, value: V): void {
    this.#entries.delete(key)
    this.#entries.set(key, value)
    if (this.#entries.size > this.#max) this.#entries.delete(this.#entries.keys().next().value as K)
  }
  delete(key: K): void {
    this.#entries.delete(key)
  }
  clear(): void {
    this.#entries.clear()
  }
  values(): IterableIterator<V> {
    return this.#entries.values()
  }
  keys(): IterableIterator<K> {
    return this.#entries.keys()
  }
}
