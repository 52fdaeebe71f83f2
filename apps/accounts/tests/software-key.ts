import type { TestSite, Visitor } from '#server/testing.ts'
import { type Assertion, addPasskey, type NewCredential, passkeyOptions, passkeySignIn, passkeySignInOptions } from '../contract/passkeys.ts'

/** What a device, or somebody who holds a copy of its key, can do otherwise than it should. */
export interface Tricks {
  origin?: string
  rp_id?: string
  verified?: boolean
  present?: boolean
  counter?: number
  challenge?: string
  type?: string
  user_handle?: string
  format?: string
  /** Signs with a key of its own. */
  forged?: boolean
}

type Bytes = Uint8Array<ArrayBuffer>
const bytes = (...parts: (Uint8Array | number[] | string)[]): Bytes => new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string))))
const text = (part: Uint8Array | string) => Buffer.from(part as string).toString('base64url')
const sha256 = async (part: string | Bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes(part)))
const cborText = (value: string) => bytes([0x60 + value.length], value)
const cborBytes = (value: Uint8Array) =>
  bytes(value.length < 24 ? [0x40 + value.length] : value.length < 256 ? [0x58, value.length] : [0x59, value.length >> 8, value.length & 255], value)
const uint32 = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]

/** A security key in memory: ES256, verifies its user, counts its uses. */
export class SoftwareKey {
  readonly id = text(crypto.getRandomValues(new Uint8Array(32)))
  counter: number
  user_handle = 'AAAA'
  readonly #pair: CryptoKeyPair

  private constructor(pair: CryptoKeyPair, counter: number) {
    this.#pair = pair
    this.counter = counter
  }

  /** Of a synced passkey the counter stays at 0. */
  static async make({ counter = 1 } = {}): Promise<SoftwareKey> {
    return new SoftwareKey((await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])) as CryptoKeyPair, counter)
  }

  async create(options: { challenge: string; user: { id: string } }, tricks: Tricks = {}): Promise<NewCredential> {
    this.user_handle = options.user.id
    const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', this.#pair.publicKey)
    const key = bytes([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21], cborBytes(Buffer.from(x, 'base64url')), [0x22], cborBytes(Buffer.from(y, 'base64url')))
    const id = Buffer.from(this.id, 'base64url')
    const data = bytes(await this.#head(0x40, tricks), new Uint8Array(16), [id.length >> 8, id.length & 255], id, key)
    const format = tricks.format ?? 'none'
    // A statement in another format brings a certificate that is none.
    const statement =
      format === 'none' ? [0xa0] : bytes([0xa2], cborText('sig'), cborBytes(new Uint8Array(8)), cborText('x5c'), [0x81], cborBytes(new Uint8Array(8)))
    const object = bytes([0xa3], cborText('fmt'), cborText(format), cborText('attStmt'), statement, cborText('authData'), cborBytes(data))
    const clientDataJSON = text(this.#clientData('webauthn.create', options.challenge, tricks))
    return { ...this.#credential(), response: { clientDataJSON, attestationObject: text(object), transports: ['internal'] } }
  }

  async get(options: { challenge: string }, tricks: Tricks = {}): Promise<Assertion> {
    if (this.counter > 0) this.counter++
    const client = bytes(this.#clientData('webauthn.get', options.challenge, tricks))
    const data = await this.#head(0, tricks)
    const pair = tricks.forged ? await SoftwareKey.make().then((other) => other.#pair) : this.#pair
    const raw = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, bytes(data, await sha256(client)))
    const response = { clientDataJSON: text(client), authenticatorData: text(data), signature: text(der(new Uint8Array(raw))) }
    return { ...this.#credential(), response: { ...response, userHandle: tricks.user_handle ?? this.user_handle } }
  }

  #credential() {
    return { id: this.id, rawId: this.id, type: 'public-key' as const, clientExtensionResults: {} }
  }

  #clientData(type: string, challenge: string, tricks: Tricks): string {
    return JSON.stringify({
      type: tricks.type ?? type,
      challenge: tricks.challenge ?? challenge,
      origin: tricks.origin ?? 'http://localhost',
      crossOrigin: false,
    })
  }

  async #head(flags: number, { rp_id = 'localhost', verified = true, present = true, counter = this.counter }: Tricks): Promise<Bytes> {
    return bytes(await sha256(rp_id), [flags | (present ? 1 : 0) | (verified ? 4 : 0)], uint32(counter))
  }
}

/** WebAuthn has ECDSA's two numbers in DER, WebCrypto one after the other. */
function der(raw: Bytes): Bytes {
  const integer = (number: Bytes) => {
    const start = number.findIndex((byte) => byte !== 0)
    const short = number.slice(start)
    const value = (short[0] ?? 0) & 0x80 ? bytes([0], short) : short
    return bytes([2, value.length], value)
  }
  const body = bytes(integer(raw.slice(0, 32)), integer(raw.slice(32)))
  return bytes([0x30, body.length], body)
}

/** Adds a new key to somebody's account. */
export async function withPasskey(visitor: Visitor, name = 'Key', counter = 1): Promise<{ key: SoftwareKey; id: string }> {
  const key = await SoftwareKey.make({ counter })
  const options = await visitor.call(passkeyOptions, {})
  if (options.status !== 200) throw new Error(`options gave ${options.status}: ${JSON.stringify(options.body)}`)
  const added = await visitor.call(addPasskey, { body: { name, credential: await key.create(options.data) } })
  if (added.status !== 201) throw new Error(`adding gave ${added.status}: ${JSON.stringify(added.body)}`)
  return { key, id: added.data.id }
}

/** Signs in as a browser would; `visitor` has asked for a CSRF token. */
export async function enter(visitor: Visitor, key: SoftwareKey, tricks: Tricks = {}) {
  const { data } = await visitor.call(passkeySignInOptions, {})
  return visitor.call(passkeySignIn, { body: { credential: await key.get(data, tricks) } })
}

export const newVisitor = (t: TestSite) => t.visitor().withCsrf()
