import { randomBytes } from 'node:crypto'
import { Problem } from '#contract/problem.ts'
import { Lru } from '#server/cache/lru.ts'
import { ConfigError } from '#server/config.ts'
import { keyFrom, seal, unseal } from '#server/crypto/seal.ts'
import { reveal, type Secret, secret } from '#server/crypto/secret.ts'
import { sign } from '#server/crypto/tokens.ts'
import type { Db, Tx } from '#server/db/db.ts'
import type { Site } from '#server/site.ts'

const max_known_rooms = 10_000

/** A master key of this site: HKDF of SECRET_KEY, a new one for each version. */
const masterKey = (site: Site, version: number): Buffer => keyFrom(site.config.SECRET_KEY, `chat master ${version}`)

/** Reported texts have a key of their own: whoever reads reports needs no room's key. */
export const reportKey = (site: Site): Buffer => keyFrom(site.config.SECRET_KEY, 'chat reports')

const proofOf = (site: Site, version: number) => sign(masterKey(site, version).toString('base64'), 'chat master proof', String(version))
const wrapped_about = (room_id: string, version: number) => `room key ${room_id} ${version}`

/** The version that new rooms are wrapped with. Throws ConfigError when SECRET_KEY is not the one that wrapped what is stored. */
export async function masterVersion(site: Site, db: Db): Promise<number> {
  const row = await db.selectFrom('chat_master_keys').selectAll().orderBy('version', 'desc').limit(1).executeTakeFirst()
  if (!row) return 0
  if (row.proof !== proofOf(site, row.version)) throw new ConfigError(['SECRET_KEY is not the one that the chat was encrypted with: nothing would open'])
  return row.version
}

export async function addMasterVersion(tx: Tx, site: Site, version: number): Promise<void> {
  await tx
    .insertInto('chat_master_keys')
    .values({ version, proof: proofOf(site, version), created_at: tx.now })
    .onConflict((c) => c.column('version').doNothing())
    .execute()
}

export interface WrappedKey {
  id: string
  key_wrapped: Secret<string>
  key_version: number
}

export function newRoomKey(site: Site, room_id: string, version: number): Secret<string> {
  return secret(seal(masterKey(site, version), wrapped_about(room_id, version), randomBytes(32)))
}

/** The same room key under another master key. Undefined when the old one does not open it. */
export function rewrap(site: Site, { id, key_wrapped, key_version }: WrappedKey, version: number): Secret<string> | undefined {
  const key = unseal(masterKey(site, key_version), wrapped_about(id, key_version), reveal(key_wrapped))
  return key && secret(seal(masterKey(site, version), wrapped_about(id, version), key))
}

/** Room keys in use, unwrapped once. A room's key never changes, only what wraps it. */
export class RoomKeys {
  readonly #known = new Lru<string, Buffer>(max_known_rooms)
  readonly #site: Site

  constructor(site: Site) {
    this.#site = site
  }

  /** Undefined when what is stored does not open. */
  open({ id, key_wrapped, key_version }: WrappedKey): Buffer | undefined {
    const known = this.#known.get(id)
    if (known) return known
    const key = unseal(masterKey(this.#site, key_version), wrapped_about(id, key_version), reveal(key_wrapped))
    if (key) this.#known.set(id, key)
    return key
  }
}

const keys = new WeakMap<Site, RoomKeys>()
export function roomKeysOf(site: Site): RoomKeys {
  const found = keys.get(site) ?? new RoomKeys(site)
  keys.set(site, found)
  return found
}

/** Throws `internal` when the room's key does not open: nothing may be written that nobody could read. */
export function requireKey(site: Site, room: WrappedKey): Buffer {
  const key = roomKeysOf(site).open(room)
  if (!key) throw new Problem('internal', 'This conversation cannot be opened any more.', { cause: new Error(`the key of room ${room.id} does not open`) })
  return key
}

/** What a message's ciphertext is bound to: its room, its id, who sent it, and its pictures, so that none is taken from it or added. */
export const messageAbout = (room_id: string, id: string, sender_id: string, pictures: readonly string[] = []) =>
  ['message', room_id, id, sender_id, ...pictures].join(' ')
