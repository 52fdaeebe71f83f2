import { mediaAddress } from '#server/files/media.ts'

export const avatar_prefix = 'avatars/'
/** Widths in pixels; the first has no suffix. */
export const avatar_sides = [256, 96] as const
const time_digits = 12

/** One name for all sizes: the time it was made, so that its age is known, and a hash of what it shows and whose it is. It is never used twice. */
export function avatarName(user_id: string, square: Uint8Array, now: Date): string {
  const hash = new Bun.CryptoHasher('sha256').update(`${user_id}\n${crypto.randomUUID()}\n`).update(square).digest('hex').slice(0, 32)
  return now.getTime().toString(16).padStart(time_digits, '0') + hash
}

export const avatarKey = (name: string, side: number) => `${avatar_prefix}${name}${side === avatar_sides[0] ? '' : `-${side}`}.webp`
export const avatarAddress = (name: string | null) => (name === null ? null : mediaAddress(avatarKey(name, avatar_sides[0])))
/** What a key was made from: the name that a row may hold, and when. */
export function readAvatarKey(key: string): { name: string; made_at: number } {
  const name = key.slice(avatar_prefix.length).replace(/(-\d+)?\.webp$/, '')
  return { name, made_at: Number.parseInt(name.slice(0, time_digits), 16) }
}
