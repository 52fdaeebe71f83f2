import { Lru } from '#server/cache/lru.ts'
import { digest } from '#server/crypto/tokens.ts'
import type { Authenticate, Credential } from '#server/http/caller.ts'
import type { Site } from '#server/site.ts'
import type { Account } from './account.ts'
import { findSession } from './find-session.ts'
import { endMoved, isElsewhere, leftItsNetwork, recordUse, type Used } from './session-use.ts'
import { accessChanged } from './sessions.ts'
import type { SessionKind } from './tables.ts'

interface Known extends Used {
  read_at: number
}

interface From {
  address: string
  user_agent: string
}

const max_known = 20_000
/** On PostgreSQL another process may end a session without our hearing of it (Redis away): read again after this. */
const trust_ms = 1000
/** The time of last use is written at most this often. */
const touch_ms = 5 * 60_000

/** Finds who is behind a credential. What was found is kept, and dropped the moment a write changes that user's access. */
export class Sessions {
  readonly #site: Site
  readonly #known = new Lru<string, Known>(max_known)
  readonly #byUser = new Map<string, Set<string>>()
  /** Counts changes, so that an answer read before a change is not kept after it. */
  #changes = 0

  constructor(site: Site) {
    this.#site = site
    site.bus.hear(accessChanged.name, (data) => this.forget((data as { user_id: string }).user_id))
  }

  authenticate: Authenticate<Account> = (credential, from) => {
    const hash = digest(credential.secret)
    const known = this.#known.get(hash)
    const now = this.#site.now().getTime()
    if (!known || (this.#site.store.dialect === 'postgres' && now - known.read_at > trust_ms)) return this.#read(hash, credential, from, now)
    if (!fits(known.kind, credential.kind) || known.expires_at <= now) return undefined
    return this.#admit(known, from, now)
  }

  forget(user_id?: string): void {
    this.#changes++
    if (user_id === undefined) {
      this.#known.clear()
      this.#byUser.clear()
      return
    }
    for (const hash of this.#byUser.get(user_id) ?? []) this.#known.delete(hash)
    this.#byUser.delete(user_id)
  }

  async #read(hash: string, credential: Credential, from: From, now: number): Promise<Account | undefined> {
    const before = this.#changes
    const found = await findSession(this.#site, credential, now)
    if (!found) {
      this.#known.delete(hash)
      return undefined
    }
    // Where it has been is not told anew each time that it is read again.
    const addresses = this.#known.get(hash)?.addresses ?? new Set<string>()
    const known = { ...found, addresses: addresses.add(found.ip_created).add(found.ip_last), read_at: now }
    if (before === this.#changes) this.#keep(hash, known)
    return this.#admit(known, from, now)
  }

  /** A cookie that comes from elsewhere is recorded, or by SESSION_IP_POLICY=strict ended. */
  #admit(known: Known, from: From, now: number): Account | undefined | Promise<undefined> {
    const moved = known.kind === 'cookie' && !known.addresses.has(from.address) && isElsewhere(known, from.address)
    if (moved && leftItsNetwork(this.#site, known, from.address)) return endMoved(this.#site, known, from.address)
    if (moved || now - known.seen_at >= touch_ms) recordUse(this.#site, known, from, now, moved)
    return known.account
  }

  #keep(hash: string, known: Known): void {
    this.#known.set(hash, known)
    const hashes = this.#byUser.get(known.account.id) ?? new Set()
    this.#byUser.set(known.account.id, hashes.add(hash))
    // Entries that the cache has forgotten by itself leave names behind here: start over before they add up.
    if (this.#byUser.size > max_known * 2 || hashes.size > max_known) this.forget()
  }
}

/** A cookie's secret is no bearer token and the other way round. */
const fits = (kind: SessionKind, given: Credential['kind']) => (kind === 'cookie') === (given === 'cookie')
