import { timingSafeEqual } from 'node:crypto'

/** 256 random bits as 64 hex characters. */
export function randomHex(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex')
}

/** 256 random bits in base64url, for cookies. */
export function randomToken(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
}

/** What is stored of a secret with 256 bits of its own: SHA-256 in base64url. Passwords need Argon2 instead. */
export function digest(token: string): string {
  return new Bun.CryptoHasher('sha256').update(token).digest('base64url')
}

/** HMAC-SHA-256 in base64url; `purpose` keeps one key's uses apart. */
export function sign(key: string, purpose: string, text: string): string {
  return new Bun.CryptoHasher('sha256', key).update(`${purpose}\n${text}`).digest('base64url')
}

/** Compares in a time that tells nothing but the length. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
