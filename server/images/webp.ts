type Bytes = Uint8Array<ArrayBuffer>

/** The chunks of a WebP file that are the picture itself. */
const of_the_picture = ['VP8X', 'ALPH', 'VP8 ', 'VP8L']
const alpha_flag = 0x10
const riff_header = 12

/** The same picture without colour profile, EXIF, XMP or anything else that travels in a WebP file beside the pixels. */
export function onlyPixels(webp: Uint8Array): Bytes {
  const kept: Uint8Array[] = []
  const view = new DataView(webp.buffer, webp.byteOffset, webp.byteLength)
  for (let at = riff_header; at + 8 <= webp.length; ) {
    const length = view.getUint32(at + 4, true)
    const end = at + 8 + length + (length % 2)
    const chunk = webp.slice(at, end)
    const name = String.fromCharCode(...chunk.subarray(0, 4))
    // Its flags tell what else is in the file: only transparency is left.
    if (name === 'VP8X') chunk[8] = (chunk[8] ?? 0) & alpha_flag
    if (of_the_picture.includes(name)) kept.push(chunk)
    at = end
  }
  const length = kept.reduce((sum, chunk) => sum + chunk.length, 4)
  const out = new Uint8Array(8 + length)
  out.set(webp.subarray(0, riff_header))
  new DataView(out.buffer).setUint32(4, length, true)
  let at = riff_header
  for (const chunk of kept) {
    out.set(chunk, at)
    at += chunk.length
  }
  return out
}
