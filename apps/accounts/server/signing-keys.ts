import type { CryptoKey, JWK } from 'jose'
import { z } from 'zod'
import { event } from '#contract/event.ts'
import { reveal, secret } from '#server/crypto/secret.ts'
import { unwrap, wrap } from '#server/crypto/wrap.ts'
import type { Tx } from '#server/db/db.ts'
import type { Site } from '#server/site.ts'
import type { KeyPurpose } from './tables.ts'

export const algorithm = 'EdDSA'
export const keysRotated = event('accounts.keys_rotated', z.object({}))

const nobody = { actor_id: null, ip: null, request_id: null }
/** Retired keys verify as long as any token that they signed can live. */
const verify_after_retiring_ms = 8 * 86_400_000
/** A token with an unknown key makes us look for a newer one at most this often. */
const look_again_ms = 1000
const trust_ms = 60_000

const bySite = new WeakMap<Site, SigningKeys>()
/** The keys of a running site. */
export function keysOf(site: Site): SigningKeys {
  const keys = bySite.get(site) ?? new SigningKeys(site)
  bySite.set(site, keys)
  return keys
}

interface SigningKey {
  id: string
  purpose: KeyPurpose
  public_jwk: JWK
  public_key: CryptoKey
  private_key: CryptoKey
  retired_at: number | undefined
}

/** The site's Ed25519 keys, from the database, their private halves wrapped by SECRET_KEY. Made when first needed. */
export class SigningKeys {
  readonly #site: Site
  #loaded: Promise<SigningKey[]> | undefined
  #loaded_at = 0

  constructor(site: Site) {
    this.#site = site
    site.bus.hear(keysRotated.name, () => this.forget())
  }

  forget(): void {
    this.#loaded = undefined
  }

  /** The key that signs now. */
  async current(purpose: KeyPurpose): Promise<SigningKey> {
    const key = (await this.#load()).find((k) => k.purpose === purpose && k.retired_at === undefined)
    if (key) return key
    await this.#site.store.write(nobody, async (tx) => {
      // Two processes that start together make one key.
      if (await tx.claim(`accounts.signing_key.${purpose}`)) await insertKey(tx, await makeKey(this.#site, purpose))
    })
    this.forget()
    return this.current(purpose)
  }

  /** The key that a token names, when it may still verify. */
  async verifying(purpose: KeyPurpose, id: string): Promise<SigningKey | undefined> {
    const fits = (k: SigningKey) => k.id === id && k.purpose === purpose
    const known = (await this.#load()).find(fits)
    if (known) return this.#alive(known) ? known : undefined
    if (this.#site.now().getTime() - this.#loaded_at < look_again_ms) return undefined
    this.forget()
    return (await this.#load()).find((k) => fits(k) && this.#alive(k))
  }

  /** What others need to check our access tokens. */
  async published(): Promise<JWK[]> {
    await this.current('access')
    return (await this.#load()).filter((k) => k.purpose === 'access' && this.#alive(k)).map((k) => k.public_jwk)
  }

  /** New keys sign from now on; the old ones verify what they signed, so nobody is signed out. */
  async rotate(): Promise<void> {
    const made = await Promise.all((['access', 'refresh'] as const).map((purpose) => makeKey(this.#site, purpose)))
    await this.#site.store.write(nobody, async (tx) => {
      await tx.updateTable('signing_keys').set({ retired_at: tx.now }).where('retired_at', 'is', null).execute()
      for (const key of made) {
        await tx.claim(`accounts.signing_key.${key.purpose}`)
        await insertKey(tx, key)
      }
      await tx.audit({ action: 'accounts.keys_rotated', model: 'signing_keys', object_id: made.map((k) => k.id).join(' ') })
      tx.publish(keysRotated, 'everyone', {})
    })
    this.forget()
  }

  #alive(key: SigningKey): boolean {
    return key.retired_at === undefined || this.#site.now().getTime() - key.retired_at < verify_after_retiring_ms
  }

  #load(): Promise<SigningKey[]> {
    const now = this.#site.now().getTime()
    // Where no message tells that another process has rotated them, they are looked up again by and by.
    if (now - this.#loaded_at > trust_ms) this.#loaded = undefined
    if (!this.#loaded) this.#loaded_at = now
    this.#loaded ??= this.#read().catch((error) => {
      this.#loaded = undefined
      throw error
    })
    return this.#loaded
  }

  async #read(): Promise<SigningKey[]> {
    const { importJWK } = await import('jose')
    const rows = await this.#site.store.db.selectFrom('signing_keys').selectAll().orderBy('created_at', 'desc').execute()
    return Promise.all(
      rows.map(async ({ id, purpose, public_jwk, private_wrapped, retired_at }) => {
        const jwk = JSON.parse(public_jwk) as JWK
        const private_jwk = JSON.parse(await unwrap(this.#site.config.SECRET_KEY, 'signing keys', id, reveal(private_wrapped))) as JWK
        const [public_key, private_key] = (await Promise.all([importJWK(jwk, algorithm), importJWK(private_jwk, algorithm)])) as [CryptoKey, CryptoKey]
        return { id, purpose, public_jwk: jwk, public_key, private_key, retired_at: retired_at === null ? undefined : Date.parse(retired_at) }
      }),
    )
  }
}

interface MadeKey {
  id: string
  purpose: KeyPurpose
  public_jwk: string
  private_wrapped: string
}

async function makeKey(site: Site, purpose: KeyPurpose): Promise<MadeKey> {
  const { exportJWK, generateKeyPair } = await import('jose')
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true })
  const id = crypto.randomUUID()
  const public_jwk = { ...(await exportJWK(publicKey)), kid: id, alg: algorithm, use: 'sig' }
  const private_wrapped = await wrap(site.config.SECRET_KEY, 'signing keys', id, JSON.stringify(await exportJWK(privateKey)))
  return { id, purpose, public_jwk: JSON.stringify(public_jwk), private_wrapped }
}

async function insertKey(tx: Tx, { id, purpose, public_jwk, private_wrapped }: MadeKey): Promise<void> {
  await tx
    .insertInto('signing_keys')
    .values({ id, purpose, public_jwk, private_wrapped: secret(private_wrapped), created_at: tx.now, retired_at: null })
    .execute()
}
