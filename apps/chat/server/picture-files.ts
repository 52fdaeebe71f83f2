import { sealBytes, unsealBytes } from '#server/crypto/seal.ts'
import type { Files } from '#server/files/files.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** None of these begins with what an app has declared as public: they are served by their endpoints alone. */
export const pictures_prefix = 'chat-pictures/'
export const reported_prefix = 'chat-reported/'
export type PictureSize = 'large' | 'small'

const sizes = ['large', 'small'] as const
const sealed_type = 'application/octet-stream'

const keyOf = (file: string, size: PictureSize) => `${pictures_prefix}${file}.${size}`
export const keysOf = (file: string): string[] => sizes.map((size) => keyOf(file, size))

/** The UUIDv7 in a key: which upload made it, and when. */
export function readKey(key: string): { file: string; made_at: number } {
  const file = key.slice(key.lastIndexOf('/') + 1).replace(/\.\w+$/, '')
  return { file, made_at: Number.parseInt(file.replaceAll('-', '').slice(0, 12), 16) }
}

interface Place {
  room_id: string
  message_id: string
  sender_id: string
  id: string
}

/** What a picture's ciphertext is bound to: whose it is, where it belongs, and which of the two it is. */
const about = ({ room_id, message_id, sender_id, id }: Place, size: PictureSize) => `picture ${room_id} ${message_id} ${sender_id} ${id} ${size}`
export const altAbout = ({ room_id, message_id, sender_id, id }: Place) => `alt ${room_id} ${message_id} ${sender_id} ${id}`

/** Seals and stores both; gives how many bytes they take up. */
export async function putPicture(files: Files, key: Buffer, file: string, place: Place, pictures: Record<PictureSize, Bytes>): Promise<number> {
  let stored = 0
  for (const size of sizes) {
    const sealed = sealBytes(key, about(place, size), pictures[size])
    await files.put(keyOf(file, size), sealed, sealed_type)
    stored += sealed.length
  }
  return stored
}

/** Undefined when it is not there, or is not what was put there. */
export async function openPicture(files: Files, key: Buffer, file: string, place: Place, size: PictureSize): Promise<Bytes | undefined> {
  const found = await files.get(keyOf(file, size)).catch(() => undefined)
  return found && unsealBytes(key, about(place, size), new Uint8Array(await found.arrayBuffer()))
}

const reportedKey = (file: string) => `${reported_prefix}${file}.large`
const reportAbout = (report_id: string, file: string) => `reported picture ${report_id} ${file}`

/** A copy under the key of reports: whoever reads it needs no room's key. */
export const putReported = (files: Files, key: Buffer, report_id: string, file: string, picture: Bytes) =>
  files.put(reportedKey(file), sealBytes(key, reportAbout(report_id, file), picture), sealed_type)

export async function openReported(files: Files, key: Buffer, report_id: string, file: string): Promise<Bytes | undefined> {
  const found = await files.get(reportedKey(file)).catch(() => undefined)
  return found && unsealBytes(key, reportAbout(report_id, file), new Uint8Array(await found.arrayBuffer()))
}

export const reportedKeys = (files: readonly string[]): string[] => files.map(reportedKey)
