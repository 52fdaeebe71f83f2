import { Lru } from '#server/cache/lru.ts'
import { digest } from '#server/crypto/tokens.ts'
import type { Authenticate, Credential } from '#server/http/caller.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'
import type { Account } from './account.ts'
import { type Found, findSession } from './find-session.ts'
import { accessChanged, lives } from './sessions.ts'
import type { SessionKind } from './tables.ts'

interface Known extends Found {
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
    this.#touch(known, from, now)
    return known.account
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
    const known = { ...found, read_at: now }
    if (before === this.#changes) this.#keep(hash, known)
    this.#touch(known, from, now)
    return known.account
  }

  #keep(hash: string, known: Known): void {
    this.#known.set(hash, known)
    const hashes = this.#byUser.get(known.account.id) ?? new Set()
    this.#byUser.set(known.account.id, hashes.add(hash))
    // Entries that the cache has forgotten by itself leave names behind here: start over before they add up.
    if (this.#byUser.size > max_known * 2 || hashes.size > max_known) this.forget()
  }

  /** Writes the time of last use beside the request: no answer waits for it, and it may fail. */
  #touch(known: Known, { address, user_agent }: From, now: number): void {
    if (now - known.seen_at < touch_ms) return
    known.seen_at = now
    const { idle, most } = lives[known.kind]
    // Only a cookie lives longer by being used; a token has its end, and a pair is refreshed.
    if (known.kind === 'cookie') known.expires_at = Math.min(known.created_at + milliseconds(most), Math.max(known.expires_at, now + milliseconds(idle)))
    const longer = known.kind === 'cookie' ? { expires_at: new Date(known.expires_at).toISOString() } : {}
    const { store, log } = this.#site
    store
      .write({ actor_id: known.account.id, ip: address, request_id: null }, (tx) =>
        tx
          .updateTable('sessions')
          .set({ last_seen_at: tx.now, ip_last: address, user_agent_last: user_agent, updated_at: tx.now, ...longer })
          .where('id', '=', known.account.session_id)
          .where('ended_at', 'is', null)
          .execute(),
      )
      .catch((error: unknown) => log.warn({ err: error }, 'the last use of a session was not written'))
  }
}

/** A cookie's secret is no bearer token and the other way round. */
const fits = (kind: SessionKind, given: Credential['kind']) => (kind === 'cookie') === (given === 'cookie')
