import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { checkKey } from '../files/files.ts'
import { flush } from '../files/flush.ts'
import { format, Manifest, manifest_name } from './manifest.ts'
import { BackupRefused } from './refused.ts'
import { type Member, membersOf, tarOf } from './tar.ts'

const database_part = /^database\/(banyan\.db|[a-z0-9_]+\/\d{6})$/
const uploads = 'media/'
/** Pictures are squeezed already; more effort would only take the server's time. */
const level = 1

export const uploadPart = (key: string) => `${uploads}${key}`
export const keyOfPart = (name: string) => (name.startsWith(uploads) ? name.slice(uploads.length) : undefined)

type Parts = Manifest['parts']

/** Writes the members and, last, what `seal` makes of their checksums. The bytes are on the disk when it resolves. */
export async function writeArchive(path: string, members: AsyncIterable<Member>, at: Date, seal: (parts: Parts) => Manifest): Promise<void> {
  const parts: Parts = {}
  async function* sealed() {
    for await (const member of members) {
      const hash = new Bun.CryptoHasher('sha256')
      yield { ...member, chunks: hashed(member.chunks, hash) }
      parts[member.name] = { bytes: member.size, sha256: hash.digest('hex') }
    }
    const text = Buffer.from(`${JSON.stringify(seal(parts), null, 1)}\n`)
    yield { name: manifest_name, size: text.length, chunks: once(text) }
  }
  await pipeline(Readable.from(tarOf(sealed(), at)), createGzip({ level, chunkSize: 256 * 1024 }), createWriteStream(path, { flags: 'wx', mode: 0o600 }))
  await flush(path)
}

export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function* hashed(chunks: AsyncIterable<Uint8Array>, hash: Bun.CryptoHasher): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk)
    yield chunk
  }
}

/**
 * Reads a backup from its first byte to its last and gives its manifest; `take` is handed each part before anybody knows that the rest is whole.
 * Throws `BackupRefused` with the reason when it is not exactly what was written.
 */
export async function readArchive(file: string, take: (part: Member) => Promise<void> = async () => {}): Promise<Manifest> {
  await refuseWhatIsNoFile(file)
  const found: Parts = {}
  let manifest: Manifest | undefined
  try {
    for await (const member of membersOf(unzipped(file))) {
      if (manifest) throw new BackupRefused('Something follows the manifest.')
      if (member.name === manifest_name) {
        manifest = await readManifest(member)
        continue
      }
      checkName(member.name)
      if (found[member.name]) throw new BackupRefused(`${member.name} is in it twice.`)
      const hash = new Bun.CryptoHasher('sha256')
      const chunks = hashed(member.chunks, hash)
      await take({ ...member, chunks })
      for await (const _ of chunks);
      found[member.name] = { bytes: member.size, sha256: hash.digest('hex') }
    }
  } catch (error) {
    throw told(file, error)
  }
  if (!manifest) throw new BackupRefused(`${file} cannot be used: it has no manifest, so it is no backup or only the beginning of one.`)
  const wrong = firstDifference(manifest.parts, found)
  if (wrong) throw new BackupRefused(`${file} cannot be used: ${wrong}`)
  return manifest
}

async function* unzipped(file: string): AsyncGenerator<Uint8Array> {
  const source = createReadStream(file)
  const bytes = createGunzip({ chunkSize: 256 * 1024 })
  // The reader hears of it as the error of what it reads.
  source.on('error', (error) => bytes.destroy(error))
  try {
    yield* source.pipe(bytes)
  } finally {
    source.destroy()
    bytes.destroy()
  }
}

/** Only what we write, and nothing that could lie elsewhere than below the folder it is unpacked to. */
function checkName(name: string): void {
  const key = keyOfPart(name)
  try {
    if (key === undefined ? database_part.test(name) : checkKey(key)) return
  } catch {}
  throw new BackupRefused(`it names ${JSON.stringify(name)}, which is no part of a backup.`)
}

async function readManifest({ chunks }: Member): Promise<Manifest> {
  const bytes: Uint8Array[] = []
  for await (const chunk of chunks) bytes.push(chunk)
  const value: unknown = JSON.parse(Buffer.concat(bytes).toString())
  const its_format = (value as { format?: unknown } | null)?.format
  if (typeof its_format === 'number' && its_format > format) throw new BackupRefused('a newer Banyan has made it, which this one cannot read.')
  const parsed = Manifest.safeParse(value)
  if (!parsed.success) throw new BackupRefused('its manifest is not one of ours.')
  return parsed.data
}

function firstDifference(said: Parts, found: Parts): string | undefined {
  for (const [name, { bytes, sha256 }] of Object.entries(said)) {
    const part = found[name]
    if (!part) return `${name} is missing.`
    if (part.bytes !== bytes || part.sha256 !== sha256) return `${name} is not as it was written (its checksum is another).`
  }
  const more = Object.keys(found).find((name) => !said[name])
  return more && `${more} is in it, and its manifest does not know of it.`
}

async function refuseWhatIsNoFile(file: string): Promise<void> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new BackupRefused(error.code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read: ${error.message}`)
  })
  const isFile = await handle
    .stat()
    .then((stats) => stats.isFile())
    .finally(() => handle.close())
  if (!isFile) throw new BackupRefused(`${file} is no file.`)
}

/** What zlib or the manifest's text complain about, in a sentence. */
function told(file: string, error: unknown): unknown {
  const { code = '', message } = error as { code?: string; message: string }
  if (error instanceof BackupRefused) return new BackupRefused(`${file} cannot be used: ${message}`)
  if (code === 'Z_BUF_ERROR') return new BackupRefused(`${file} cannot be used: it ends too early.`)
  if (code.startsWith('Z_') || error instanceof SyntaxError) return new BackupRefused(`${file} cannot be used: it is no backup, or a damaged one.`)
  return error
}
