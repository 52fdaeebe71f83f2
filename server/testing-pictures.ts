import { crc32, deflateSync } from 'node:zlib'

export type Bytes = Uint8Array<ArrayBuffer>
export const text = (value: string): Bytes => new TextEncoder().encode(value)
export const joined = (...parts: (Uint8Array | string)[]): Bytes =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))))

export function chunk(name: string, data: Uint8Array): Bytes {
  const out = Buffer.alloc(12 + data.length)
  out.writeUInt32BE(data.length, 0)
  out.write(name, 4, 'latin1')
  out.set(data, 8)
  out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length)
  return new Uint8Array(out)
}

type Paint = (x: number, y: number) => readonly [number, number, number]

function header(width: number, height: number): Bytes {
  const out = Buffer.alloc(13)
  out.writeUInt32BE(width, 0)
  out.writeUInt32BE(height, 4)
  out.set([8, 2], 8)
  return new Uint8Array(out)
}

const signature = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])

/** A PNG with these pixels; `claims` writes another size into its head, `more` puts chunks before the pixels. */
export function png(
  width: number,
  height: number,
  paint: Paint = () => [200, 80, 20],
  { claims, more = [] }: { claims?: [number, number]; more?: Bytes[] } = {},
): Bytes {
  const rows = new Uint8Array((width * 3 + 1) * height)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows.set(paint(x, y), y * (width * 3 + 1) + 1 + x * 3)
  return joined(
    signature,
    chunk('IHDR', header(...(claims ?? [width, height]))),
    ...more,
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', new Uint8Array()),
  )
}

/** A JPEG made by the runtime, with an EXIF block in front that tells an orientation and hides a place. */
export async function jpegWithExif(source: Bytes, orientation: number): Promise<Bytes> {
  const plain = await new Bun.Image(source).jpeg({ quality: 90 }).bytes()
  const tiff = Buffer.alloc(26)
  tiff.write('MM\0*', 0, 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(0x0112, 10)
  tiff.writeUInt16BE(3, 12)
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(orientation, 18)
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from('GPS 28.6139N 77.2090E')])
  const head = Buffer.alloc(4)
  head.writeUInt16BE(0xffe1, 0)
  head.writeUInt16BE(body.length + 2, 2)
  return joined(plain.subarray(0, 2), head, body, plain.subarray(2))
}

/** The names of the chunks of a WebP file. */
export function chunksOf(webp: Uint8Array): string[] {
  const names: string[] = []
  for (let at = 12; at + 8 <= webp.length; ) {
    names.push(Buffer.from(webp.subarray(at, at + 4)).toString('latin1'))
    const length = Buffer.from(webp).readUInt32LE(at + 4)
    at += 8 + length + (length % 2)
  }
  return names
}
