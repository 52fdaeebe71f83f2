const algorithm = 'AES-GCM'
const iv_bytes = 12

/** A key of its own for each purpose, made from SECRET_KEY (HKDF-SHA-256): what one leaks opens nothing else. */
async function keyFor(secret_key: string, purpose: string): Promise<CryptoKey> {
  const encoder = new TextEncoder()
  const base = await crypto.subtle.importKey('raw', encoder.encode(secret_key), 'HKDF', false, ['deriveKey'])
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: encoder.encode(`banyan ${purpose}`) }
  return crypto.subtle.deriveKey(derivation, base, { name: algorithm, length: 256 }, false, ['encrypt', 'decrypt'])
}

/** Encrypts a text for storage with AES-256-GCM and a fresh IV; `about` is bound to it, so a ciphertext moved to another row does not open. */
export async function wrap(secret_key: string, purpose: string, about: string, text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(iv_bytes))
  const parameters = { name: algorithm, iv, additionalData: new TextEncoder().encode(about) }
  const sealed = await crypto.subtle.encrypt(parameters, await keyFor(secret_key, purpose), new TextEncoder().encode(text))
  return Buffer.concat([iv, new Uint8Array(sealed)]).toString('base64url')
}

/** Throws when the text was changed, moved, or encrypted under another SECRET_KEY. */
export async function unwrap(secret_key: string, purpose: string, about: string, wrapped: string): Promise<string> {
  const bytes = Buffer.from(wrapped, 'base64url')
  const parameters = { name: algorithm, iv: bytes.subarray(0, iv_bytes), additionalData: new TextEncoder().encode(about) }
  const opened = await crypto.subtle.decrypt(parameters, await keyFor(secret_key, purpose), bytes.subarray(iv_bytes))
  return new TextDecoder().decode(opened)
}
