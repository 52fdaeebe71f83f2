/** An answer as it left, for the same caller to get again. */
export interface KeptAnswer {
  text: string
  etag: string
  /** Milliseconds. */
  made_at: number
}

interface Share {
  stamp: number
  chars: number
  entries: Map<string, KeptAnswer>
}

const default_max_chars = 64 * 1024 * 1024
const default_share_chars = 512 * 1024
/** What an entry costs beside its text. */
const overhead_chars = 200

/**
 * Private answers by owner. An owner's answers belong to one stamp, a number that grows with each change of what the owner sees: with a newer
 * one they are all dropped, so nothing old is ever given. Each owner has a share that only they can fill, so that one who writes or asks a lot
 * evicts nobody else; of the owners those go first who have not asked for longest (two generations, as in `Lru`).
 */
export class KeptAnswers {
  readonly #half: number
  readonly #share: number
  #young = new Map<string, Share>()
  #old = new Map<string, Share>()
  #young_chars = 0

  constructor(max_chars = default_max_chars, share_chars = default_share_chars) {
    this.#half = max_chars / 2
    this.#share = share_chars
  }

  /** What was kept at this stamp, at most `age_ms` ago. */
  get(owner: string, stamp: number, key: string, now: number, age_ms: number): KeptAnswer | undefined {
    const share = this.#shareOf(owner)
    if (share?.stamp !== stamp) return undefined
    const kept = share.entries.get(key)
    return kept && now - kept.made_at < age_ms ? kept : undefined
  }

  /** Keeps an answer that was read at this stamp or later. */
  set(owner: string, stamp: number, key: string, answer: KeptAnswer): void {
    const chars = answer.text.length + key.length + overhead_chars
    if (chars > this.#share || chars > this.#half) return
    const share = this.#shareOf(owner)
    // A slow reader comes with an old stamp: what others have kept since is better.
    if (share && share.stamp > stamp) return
    if (share && share.stamp === stamp && share.chars + chars <= this.#share) {
      share.entries.set(key, answer)
      share.chars += chars
      this.#grow(chars)
    } else {
      this.#young_chars -= share?.chars ?? 0
      this.#young.set(owner, { stamp, chars, entries: new Map([[key, answer]]) })
      this.#grow(chars)
    }
  }

  clear(): void {
    this.#young.clear()
    this.#old.clear()
    this.#young_chars = 0
  }

  /** Whoever asks is young again. */
  #shareOf(owner: string): Share | undefined {
    const young = this.#young.get(owner)
    if (young) return young
    const old = this.#old.get(owner)
    if (!old) return undefined
    this.#old.delete(owner)
    this.#young.set(owner, old)
    this.#grow(old.chars)
    return old
  }

  #grow(chars: number): void {
    this.#young_chars += chars
    if (this.#young_chars <= this.#half) return
    this.#old = this.#young
    this.#young = new Map()
    this.#young_chars = 0
  }
}
