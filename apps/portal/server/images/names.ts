import { picture_widths, pictureKey } from '../markdown/pictures.ts'

export const picture_prefix = 'posts/'
const time_digits = 12

/** One name for all widths: the time it was made, so that its age is known, and a hash that nobody can guess. It is never used twice. */
export function newPictureName(data: Uint8Array, now: Date): string {
  const hash = new Bun.CryptoHasher('sha256').update(crypto.randomUUID()).update(data).digest('hex').slice(0, 32)
  return now.getTime().toString(16).padStart(time_digits, '0') + hash
}

export const keysOf = (name: string): string[] => picture_widths.map((width) => pictureKey(name, width))

/** What a key was made from, and when. */
export function readPictureKey(key: string): { name: string; made_at: number } {
  const name = key.slice(picture_prefix.length).replace(/-\d+\.webp$/, '')
  return { name, made_at: Number.parseInt(name.slice(0, time_digits), 16) }
}
