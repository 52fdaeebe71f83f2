import { pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/** Django's default was 1,200,000 in 2025 and grows by some 200,000 a year: what is far beyond was made to keep a core busy. */
const max_iterations = 4_000_000
/** 2^14 rounds are about a second and a half; Django's default is 12. */
const max_bcrypt_cost = 14
/** Django's default is 100 MiB, 2 passes, 8 lanes. */
const max_argon2 = { m: 262_144, t: 8, p: 16 }

const pbkdf2Async = promisify(pbkdf2)
type Verify = (password: string, rest: string) => Promise<boolean>

/** By what stands before the first `$`. What these cannot read verifies nobody, and an unusable password (`!…`) is none of them. */
const ways: Record<string, Verify> = { pbkdf2_sha256: verifyPbkdf2, bcrypt_sha256: verifyBcrypt, argon2: verifyArgon2 }

/** A hash in the encoding of Django's `auth_user.password` that this server can check. Our own begin with `$`. */
export function isDjangoHash(hash: string): boolean {
  return Object.hasOwn(ways, hash.slice(0, hash.indexOf('$')))
}

/** Django takes the password as it came, in whatever Unicode form. Runs off the event loop; call it through the password queue only. */
export async function verifyDjango(password: string, hash: string): Promise<boolean> {
  const at = hash.indexOf('$')
  return ways[hash.slice(0, at)]?.(password, hash.slice(at + 1)).catch(() => false) ?? false
}

/** `pbkdf2_sha256$<iterations>$<salt>$<base64>` */
async function verifyPbkdf2(password: string, rest: string): Promise<boolean> {
  const [count = '', salt = '', encoded = '', ...more] = rest.split('$')
  const iterations = Number(count)
  const wanted = Buffer.from(encoded, 'base64')
  if (!/^\d{1,8}$/.test(count) || iterations < 1 || iterations > max_iterations || !salt || wanted.length !== 32 || more.length > 0) return false
  return timingSafeEqual(await pbkdf2Async(password, salt, iterations, 32, 'sha256'), wanted)
}

/** `bcrypt_sha256$$2b$12$…`: bcrypt of the password's SHA-256 in hex, so that nothing of a long one is cut off. */
async function verifyBcrypt(password: string, rest: string): Promise<boolean> {
  const cost = /^\$2[aby]\$(\d\d)\$[./\w]{53}$/.exec(rest)?.[1]
  if (!cost || Number(cost) > max_bcrypt_cost) return false
  return Bun.password.verify(new Bun.CryptoHasher('sha256').update(password).digest('hex'), rest)
}

/** `argon2$argon2id$v=19$m=102400,t=2,p=8$…`, also `argon2i`, which Django before 3.2 made. */
async function verifyArgon2(password: string, rest: string): Promise<boolean> {
  const [, m, t, p] = /^argon2(?:id|i)\$v=19\$m=(\d{1,9}),t=(\d{1,4}),p=(\d{1,4})\$/.exec(rest) ?? []
  if (!m || Number(m) > max_argon2.m || Number(t) > max_argon2.t || Number(p) > max_argon2.p) return false
  return Bun.password.verify(password, `$${rest}`)
}
