import { Lru } from '#server/cache/lru.ts'
import { secret } from '#server/crypto/secret.ts'
import { digest } from '#server/crypto/tokens.ts'
import type { Db } from '#server/db/db.ts'
import { prepared } from '#server/db/prepared.ts'
import type { Authenticate, Credential } from '#server/http/caller.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'
import { type Account, accountColumns, accountOf } from './account.ts'
import { accessChanged, lives } from './sessions.ts'
import type { SessionKind } from './tables.ts'

interface Known {
  account: Account
  kind: SessionKind
  secret_hash: string
  created_at: number
  expires_at: number
  seen_at: number
  read_at: number
}

const max_known = 20_000
/** On PostgreSQL another process may end a session without our hearing of it (Redis away): read again after this. */
const trust_ms = 1000
/** The time of last use is written at most this often. */
const touch_ms = 5 * 60_000

const bySecret = prepared<{ secret_hash: ReturnType<typeof secret<string>>; now: string }>()((db, { secret_hash, now }) =>
  db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select([...accountColumns, 'sessions.id as session_id', 'sessions.kind', 'sessions.expires_at', 'sessions.created_at', 'sessions.last_seen_at'])
    .where('sessions.secret_hash', '=', secret_hash)
    .where('sessions.ended_at', 'is', null)
    .where('sessions.expires_at', '>', now)
    .where('users.is_active', '=', 1)
    .where('users.deleted_at', 'is', null),
)

/** Finds who is behind a token or a cookie. What was found is kept, and dropped the moment a write changes that user's access. */
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

  authenticate: Authenticate<Account> = (credential, facts) => {
    const hash = digest(credential.secret)
    const known = this.#known.get(hash)
    const now = this.#site.now().getTime()
    if (!known || (this.#site.store.dialect === 'postgres' && now - known.read_at > trust_ms)) return this.#read(hash, credential.kind, facts, now)
    if (!fits(known.kind, credential.kind) || known.expires_at <= now) return undefined
    this.#touch(known, facts, now)
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

  async #read(hash: string, kind: Credential['kind'], facts: { address: string; user_agent: string }, now: number): Promise<Account | undefined> {
    const before = this.#changes
    const known = await find(this.#site.store.db, hash, now)
    if (!known || !fits(known.kind, kind)) {
      this.#known.delete(hash)
      return undefined
    }
    if (before === this.#changes) this.#keep(hash, known)
    this.#touch(known, facts, now)
    return known.account
  }

  #keep(hash: string, known: Known): void {
    this.#known.set(hash, known)
    const hashes = this.#byUser.get(known.account.id) ?? new Set()
    this.#byUser.set(known.account.id, hashes.add(hash))
    // Entries that the cache has forgotten by itself leave names behind here: start over before they add up.
    if (this.#byUser.size > max_known * 2) this.forget()
  }

  /** Writes the time of last use beside the request: no answer waits for it, and it may fail. */
  #touch(known: Known, facts: { address: string; user_agent: string }, now: number): void {
    if (now - known.seen_at < touch_ms) return
    known.seen_at = now
    const { idle, most } = lives[known.kind]
    known.expires_at = Math.min(known.created_at + milliseconds(most), Math.max(known.expires_at, now + milliseconds(idle)))
    const { store, log } = this.#site
    store
      .write({ actor_id: known.account.id, ip: facts.address, request_id: null }, (tx) =>
        tx
          .updateTable('sessions')
          .set({
            last_seen_at: tx.now,
            expires_at: new Date(known.expires_at).toISOString(),
            ip_last: facts.address,
            user_agent_last: facts.user_agent,
            updated_at: tx.now,
          })
          .where('id', '=', known.account.session_id)
          .where('ended_at', 'is', null)
          .execute(),
      )
      .catch((error: unknown) => log.warn({ err: error }, 'the last use of a session was not written'))
  }
}

/** A cookie's secret is no bearer token and the other way round. */
const fits = (kind: SessionKind, given: Credential['kind']) => (kind === 'cookie') === (given === 'cookie')

async function find(db: Db, hash: string, now: number): Promise<Known | undefined> {
  const [row] = await bySecret(db, { secret_hash: secret(hash), now: new Date(now).toISOString() })
  if (!row) return
  const { session_id, kind, expires_at, created_at, last_seen_at, ...user } = row
  return {
    account: accountOf(user, session_id, kind),
    kind,
    secret_hash: hash,
    created_at: Date.parse(created_at),
    expires_at: Date.parse(expires_at),
    seen_at: Date.parse(last_seen_at),
    read_at: now,
  }
}
