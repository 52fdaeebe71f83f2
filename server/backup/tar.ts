import { BackupRefused } from './refused.ts'

const block = 512
const most_octal = 8 ** 11

/** One file of an archive. Its bytes are read before the next one is asked for. */
export interface Member {
  name: string
  size: number
  chunks: AsyncIterable<Uint8Array>
}

/** The bytes of an archive that every `tar` opens (POSIX ustar), as its members come. Throws when one is not as long as it said. */
export async function* tarOf(members: AsyncIterable<Member>, at: Date): AsyncGenerator<Uint8Array> {
  for await (const { name, size, chunks } of members) {
    yield headerOf(name, size, at)
    let seen = 0
    for await (const chunk of chunks) {
      seen += chunk.length
      yield chunk
    }
    if (seen !== size) throw new Error(`${name} has ${seen} bytes and not ${size}: it changed while it was read`)
    yield new Uint8Array(paddingOf(size))
  }
  yield new Uint8Array(2 * block)
}

const paddingOf = (size: number) => (block - (size % block)) % block

function headerOf(name: string, size: number, at: Date): Uint8Array {
  const header = Buffer.alloc(block)
  const [before, rest] = split(name)
  header.write(rest, 0)
  header.write('0000600\0' + '0000000\0' + '0000000\0', 100)
  if (size < most_octal) header.write(`${octal(size, 11)}\0`, 124)
  else {
    // As GNU tar writes what is larger than 8 GiB.
    header[124] = 0x80
    header.writeBigUInt64BE(BigInt(size), 128)
  }
  header.write(`${octal(Math.floor(at.getTime() / 1000), 11)}\0`, 136)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  header.write(before, 345)
  header.write(`${octal(sumOf(header), 6)}\0 `, 148)
  return header
}

const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0')

/** A long name stands in two fields, cut at a slash. */
function split(name: string): [string, string] {
  if (name.length <= 100) return ['', name]
  const at = name.indexOf('/', name.length - 101)
  if (at < 1 || at > 155) throw new Error(`${name} is too long for an archive`)
  return [name.slice(0, at), name.slice(at + 1)]
}

/** Of the header with blanks where the sum itself stands. */
function sumOf(header: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < block; i++) sum += i >= 148 && i < 156 ? 32 : (header[i] ?? 0)
  return sum
}

/** The files of an archive one after the other. Throws `BackupRefused` for whatever `tarOf` does not write: links, folders, devices, a cut end. */
export async function* membersOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Member> {
  const source = new Source(bytes)
  for (;;) {
    const header = await source.take(block)
    if (header.every((byte) => byte === 0)) break
    const { name, size } = readHeader(header)
    const chunks = source.stream(size)
    yield { name, size, chunks }
    // Whoever asked may have looked at the name alone.
    for await (const _ of chunks);
    await source.take(paddingOf(size))
  }
  await source.take(block)
  if (await source.more()) throw new BackupRefused('Something follows the end of the archive.')
}

function readHeader(header: Buffer): { name: string; size: number } {
  const text = (from: number, length: number) => {
    const field = header.subarray(from, from + length)
    const end = field.indexOf(0)
    return field.toString('utf8', 0, end < 0 ? length : end)
  }
  if (text(257, 6) !== 'ustar' || Number.parseInt(text(148, 8), 8) !== sumOf(header)) throw new BackupRefused('It is no archive, or a damaged one.')
  const before = text(345, 155)
  const name = before ? `${before}/${text(0, 100)}` : text(0, 100)
  if (text(156, 1) !== '0') throw new BackupRefused(`${name} in it is no file: a backup holds nothing else.`)
  const size = header[124] === 0x80 ? Number(header.readBigUInt64BE(128)) : Number.parseInt(text(124, 12), 8)
  if (!Number.isSafeInteger(size) || size < 0) throw new BackupRefused('It is no archive, or a damaged one.')
  return { name, size }
}

/** A stream of bytes, of which a number may be asked for. */
class Source {
  readonly #chunks: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array()

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#chunks = bytes[Symbol.asyncIterator]()
  }

  async more(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const { value, done } = await this.#chunks.next()
      if (done) return false
      this.#rest = value
    }
    return true
  }

  async *stream(size: number): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0; ) {
      if (!(await this.more())) throw new BackupRefused('It ends too early.')
      const chunk = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(chunk.length)
      left -= chunk.length
      yield chunk
    }
  }

  async take(size: number): Promise<Buffer> {
    const parts: Uint8Array[] = []
    for await (const chunk of this.stream(size)) parts.push(chunk)
    return Buffer.concat(parts)
  }
}
