import { availableParallelism } from 'node:os'
import { Problem } from '#contract/problem.ts'
import { isDjangoHash, verifyDjango } from './django-hashes.ts'
import { rankHashing } from './hashing-threads.ts'

/** Argon2id with 19 MiB, two passes; Bun computes it in one lane. */
const argon2 = { algorithm: 'argon2id', memoryCost: 19_456, timeCost: 2 } as const
const max_waiting = 64
/** A hash that takes so much longer than it should gets no core: then hashing takes its part of them for a while, as everything else does. */
const patience_ms = 500
const starved_for_ms = 60_000

/**
 * Password hashing uses a core and 19 MiB for some 20 ms: as many at once as there are cores, behind everything else that wants them, a bounded
 * number waiting, and the rest is told to come back. Without the bound a flood of sign-ins would be an attack on everything else.
 */
export class PasswordQueue {
  readonly #workers: number
  readonly #patience_ms: number
  readonly #waiting: (() => void)[] = []
  #running = 0
  /** Threads start with the first work that comes, so the first few looks find them all. */
  #looks_left = 0
  #behind = false
  #starved_at = 0

  constructor(workers = availableParallelism(), patient_for_ms = patience_ms) {
    this.#workers = workers
    this.#patience_ms = patient_for_ms
  }

  /** From now on whatever else wants a core goes first, unless that leaves none for hashing. */
  letOthersFirst(): void {
    this.#behind = true
    this.#looks_left = this.#workers * 2
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** Hashing now, at most as many as there are workers. */
  get running(): number {
    return this.#running
  }

  hash(password: string): Promise<string> {
    return this.#run(() => Bun.password.hash(password.normalize('NFC'), argon2))
  }

  /** False for a wrong password and for a hash that cannot be read. One that Django made costs what Django's settings made it cost. */
  verify(password: string, hash: string): Promise<boolean> {
    if (isDjangoHash(hash)) return this.#run(() => verifyDjango(password, hash))
    return this.#run(() => Bun.password.verify(password.normalize('NFC'), hash).catch(() => false))
  }

  async #run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#workers) this.#running++
    else {
      if (this.#waiting.length >= max_waiting)
        throw new Problem('unavailable', 'Too many people are signing in just now. Try again in a few seconds.', { retry_after: 3 })
      // Whoever finishes hands its place over, so that nobody slips in between.
      await new Promise<void>((go) => this.#waiting.push(go))
    }
    try {
      return await this.#besideOthers(work)
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running--
    }
  }

  async #besideOthers<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#behind) return work()
    const watch = setTimeout(() => this.#starve(), this.#patience_ms)
    try {
      return await work()
    } finally {
      clearTimeout(watch)
      this.#rank()
    }
  }

  #starve(): void {
    this.#starved_at = performance.now()
    rankHashing('other')
  }

  #rank(): void {
    if (this.#starved_at > 0 && performance.now() - this.#starved_at < starved_for_ms) return
    if (this.#starved_at > 0) this.#looks_left = this.#workers * 2
    this.#starved_at = 0
    if (this.#looks_left-- > 0) rankHashing('idle')
  }
}

/** One for the process: its cores are what is bounded. */
export const passwordQueue = new PasswordQueue()

/**
 * The hash of a password that nobody has, so that an unknown user costs the same as a known one: written down, since one that is made when
 * it is first needed would make the first unknown name slower, and a full queue would fail for unknown names alone.
 */
export const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$rPwX9JoIJ4yIxKEZnVpnpXsl0g6POE3KOn52fsKZFhI$bN+IpS1cGuHF9BDOvelpwCxofdLXd0UNvBE1vMWA7Q8'
