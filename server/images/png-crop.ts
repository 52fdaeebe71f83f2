import { crc32, deflateSync, inflateSync } from 'node:zlib'

type Bytes = Uint8Array<ArrayBuffer>

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** Samples of a pixel by PNG's colour type; the palette type is never made by our encoder. */
const samples: Record<number, number> = { 0: 1, 2: 3, 4: 2, 6: 4 }

interface Png {
  width: number
  height: number
  head: Bytes
  /** Bytes of a pixel. */
  size: number
  /** Rows with their filter byte before them. */
  rows: Bytes
}

/** Cuts the middle square out of a PNG that our own encoder made: 8 bits a sample, not interlaced. */
export function cropPng(png: Bytes, side: number): Bytes {
  const { width, height, head, size, rows } = read(png)
  unfilter(rows, width * size, size)
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)]
  const out = new Uint8Array((side * size + 1) * side)
  for (let y = 0; y < side; y++) {
    const from = (y + top) * (width * size + 1) + 1 + left * size
    out.set(rows.subarray(from, from + side * size), y * (side * size + 1) + 1)
  }
  const own_head = head.slice()
  const view = new DataView(own_head.buffer)
  view.setUint32(0, side)
  view.setUint32(4, side)
  return joined([new Uint8Array(signature), chunk('IHDR', own_head), chunk('IDAT', deflateSync(out, { level: 1 })), chunk('IEND', new Uint8Array())])
}

function read(png: Bytes): Png {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const data: Uint8Array[] = []
  let head: Bytes | undefined
  for (let at = signature.length; at + 12 <= png.length; ) {
    const length = view.getUint32(at)
    const name = String.fromCharCode(...png.subarray(at + 4, at + 8))
    const content = png.slice(at + 8, at + 8 + length)
    if (name === 'IHDR') head = content
    if (name === 'IDAT') data.push(content)
    at += 12 + length
  }
  const size = samples[head?.[9] ?? -1]
  if (!head || !size || head[8] !== 8 || head[12] !== 0) throw new Error('a PNG of another kind than our encoder makes')
  const of = new DataView(head.buffer)
  return { width: of.getUint32(0), height: of.getUint32(4), head, size, rows: new Uint8Array(inflateSync(joined(data))) }
}

/** Undoes PNG's five filters in place. */
function unfilter(rows: Bytes, row_bytes: number, size: number): void {
  const stride = row_bytes + 1
  for (let start = 0; start < rows.length; start += stride) {
    const filter = rows[start] ?? 0
    for (let i = start + 1; i < start + stride; i++) {
      const inside = i - start - 1 >= size
      const left = inside ? (rows[i - size] ?? 0) : 0
      const up = start > 0 ? (rows[i - stride] ?? 0) : 0
      const corner = inside && start > 0 ? (rows[i - stride - size] ?? 0) : 0
      rows[i] = (rows[i] ?? 0) + predicted(filter, left, up, corner)
    }
  }
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  const p = left + up - corner
  const [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)]
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}

function chunk(name: string, data: Uint8Array): Bytes {
  const out = new Uint8Array(12 + data.length)
  const view = new DataView(out.buffer)
  view.setUint32(0, data.length)
  out.set(new TextEncoder().encode(name), 4)
  out.set(data, 8)
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)))
  return out
}

function joined(parts: readonly Uint8Array[]): Bytes {
  return new Uint8Array(Buffer.concat(parts))
}
