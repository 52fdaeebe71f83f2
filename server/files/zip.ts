import type { Zip } from 'fflate'

/** A file of an archive: text in parts, or bytes that are read when their turn comes; what is not there by then is left out. */
export type ZipPart = { name: string; chunks: Iterable<string> } | { name: string; read: () => Promise<Uint8Array | undefined> }

/** About this much text is written or squeezed at a time: a few milliseconds. */
const chunk_length = 64 * 1024
const encoder = new TextEncoder()
/** Loaded with the first archive, since it computes tables that no start should wait for. */
const fflate = () => import('fflate')

/** Lets whatever waits for the event loop have its turn. */
export const breathe = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Makes an archive in small steps with a breath between them: however large it is, nobody else waits for it. */
export async function zipOf(parts: Iterable<ZipPart>, at: Date): Promise<Uint8Array<ArrayBuffer>> {
  const { Zip } = await fflate()
  const made: Uint8Array[] = []
  let failure: Error | undefined
  const zip = new Zip((error, bytes) => {
    if (error) failure ??= error
    else made.push(bytes)
  })
  for (const part of parts) {
    if ('read' in part) await addBytes(zip, part, at)
    else await addText(zip, part, at)
  }
  zip.end()
  if (failure) throw failure
  return Buffer.concat(made) as Uint8Array<ArrayBuffer>
}

async function addText(zip: Zip, { name, chunks }: Extract<ZipPart, { chunks: unknown }>, at: Date): Promise<void> {
  const { ZipDeflate } = await fflate()
  const file = new ZipDeflate(name, { level: 6 })
  file.mtime = at
  zip.add(file)
  for (const text of chunks) {
    // A single value may be long: it is squeezed piece by piece all the same.
    for (let start = 0; start < text.length; start += chunk_length) {
      file.push(encoder.encode(sliceWhole(text, start)))
      await breathe()
    }
  }
  file.push(new Uint8Array(), true)
}

/** Pictures are squeezed already. */
async function addBytes(zip: Zip, { name, read }: Extract<ZipPart, { read: unknown }>, at: Date): Promise<void> {
  const bytes = await read()
  if (!bytes) return
  const { ZipPassThrough } = await fflate()
  const file = new ZipPassThrough(name)
  file.mtime = at
  zip.add(file)
  file.push(bytes, true)
  await breathe()
}

/** A piece that does not cut a surrogate pair in two: one more unit at its end, one less at its start. */
function sliceWhole(text: string, start: number): string {
  const isLow = (at: number) => at < text.length && (text.charCodeAt(at) & 0xfc00) === 0xdc00
  return text.slice(start > 0 && isLow(start) ? start + 1 : start, isLow(start + chunk_length) ? start + chunk_length + 1 : start + chunk_length)
}

/** A value as indented JSON; a list item by item. */
export function* jsonChunks(value: unknown): Generator<string> {
  if (!Array.isArray(value)) {
    yield `${JSON.stringify(value, null, 2)}\n`
    return
  }
  let text = '['
  for (const [n, item] of value.entries()) {
    text += `${n > 0 ? ',' : ''}\n${JSON.stringify(item, null, 2)}`
    if (text.length < chunk_length) continue
    yield text
    text = ''
  }
  yield `${text}\n]\n`
}
