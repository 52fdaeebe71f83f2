import { keyFrom } from '#server/crypto/seal.ts'
import { sign } from '#server/crypto/tokens.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'

/** How long an archive is kept. */
export const keep_ms = milliseconds('7 days')
export const fileKey = (id: string) => `exports/${id}.zip`

/** Made from the export's id, so nothing of it is stored; it opens the archive only together with its owner's session. */
export const exportToken = (site: Site, id: string) => sign(site.config.SECRET_KEY, 'data export', id)

const iv_bytes = 12
const about = (id: string) => new TextEncoder().encode(`export ${id}`)
const sealKey = ({ config }: Site) =>
  crypto.subtle.importKey('raw', new Uint8Array(keyFrom(config.SECRET_KEY, 'exports')), 'AES-GCM', false, ['encrypt', 'decrypt'])

/**
 * An archive holds in the clear what the database holds encrypted, such as conversations: so it lies sealed (AES-256-GCM) where files and their backups
 * lie. By the runtime's own threads, since it may be large.
 */
export async function putArchive(site: Site, id: string, zip: Uint8Array<ArrayBuffer>): Promise<void> {
  const iv = crypto.getRandomValues(new Uint8Array(iv_bytes))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: about(id) }, await sealKey(site), zip)
  const bytes = new Uint8Array(iv_bytes + sealed.byteLength)
  bytes.set(iv)
  bytes.set(new Uint8Array(sealed), iv_bytes)
  await site.files.put(fileKey(id), bytes, 'application/octet-stream')
}

/** Undefined when it is not there, or is not what was put there. */
export async function getArchive(site: Site, id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = await (await site.files.get(fileKey(id)))?.bytes()
  if (!bytes) return undefined
  const opening = { name: 'AES-GCM', iv: bytes.subarray(0, iv_bytes), additionalData: about(id) }
  const zip = await crypto.subtle.decrypt(opening, await sealKey(site), bytes.subarray(iv_bytes)).catch(() => undefined)
  return zip && new Uint8Array(zip)
}
