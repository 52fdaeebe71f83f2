import { createCipheriv, createDecipheriv, hkdfSync, randomFillSync } from 'node:crypto'

type Bytes = Uint8Array<ArrayBuffer>

const algorithm = 'aes-256-gcm'
const iv_bytes = 12
const tag_bytes = 16

/** A key of its own for each purpose, made from SECRET_KEY (HKDF-SHA-256): what one leaks opens nothing else. */
export const keyFrom = (secret_key: string, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret_key, '', `banyan ${purpose}`, 32))

const ivs = Buffer.alloc(iv_bytes * 512)
let ivs_used = ivs.length
/** From the system's random bytes, fetched for many at a time; none is given twice. */
function freshIv(): Uint8Array {
  if (ivs_used === ivs.length) {
    randomFillSync(ivs)
    ivs_used = 0
  }
  ivs_used += iv_bytes
  return ivs.subarray(ivs_used - iv_bytes, ivs_used)
}

/** AES-256-GCM with a fresh 96-bit IV; `about` is bound to it, so that what was moved or altered does not open. */
export function sealBytes(key: Buffer, about: string, data: string | Uint8Array): Bytes {
  const iv = freshIv()
  const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(about))
  return Buffer.concat([iv, cipher.update(Buffer.from(data as string)), cipher.final(), cipher.getAuthTag()]) as Bytes
}

/** Undefined when it was altered, moved, or sealed with another key. */
export function unsealBytes(key: Buffer, about: string, bytes: Uint8Array): Buffer<ArrayBuffer> | undefined {
  if (bytes.length < iv_bytes + tag_bytes) return undefined
  try {
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, iv_bytes)).setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-tag_bytes))
    return Buffer.concat([decipher.update(bytes.subarray(iv_bytes, -tag_bytes)), decipher.final()]) as Buffer<ArrayBuffer>
  } catch {
    return undefined
  }
}

/** The same in base64, for a column of text. For what is too frequent for `wrap`. */
export const seal = (key: Buffer, about: string, data: string | Buffer): string => Buffer.from(sealBytes(key, about, data)).toString('base64')
export const unseal = (key: Buffer, about: string, sealed: string): Buffer | undefined => unsealBytes(key, about, Buffer.from(sealed, 'base64'))
