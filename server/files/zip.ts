/** A file of an archive, as text in parts. */
export interface ZipPart {
  name: string
  chunks: Iterable<string>
}

/** About this much text is written or squeezed at a time: a few milliseconds. */
const chunk_length = 64 * 1024

/** Lets whatever waits for the event loop have its turn. */
export const breathe = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Makes an archive in small steps with a breath between them: however large it is, nobody else waits for it. */
export async function zipOf(parts: Iterable<ZipPart>, at: Date): Promise<Uint8Array<ArrayBuffer>> {
  // Loaded with the first archive, since it computes tables that no start should wait for.
  const { Zip, ZipDeflate } = await import('fflate')
  const made: Uint8Array[] = []
  let failure: Error | undefined
  const zip = new Zip((error, bytes) => {
    if (error) failure ??= error
    else made.push(bytes)
  })
  const encoder = new TextEncoder()
  for (const { name, chunks } of parts) {
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
  zip.end()
  if (failure) throw failure
  return Buffer.concat(made) as Uint8Array<ArrayBuffer>
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
