import type { Socket } from 'bun'

const head_end = Buffer.from('\r\n\r\n')
const ping = 0x89
const pong = new Uint8Array([0x8a, 0x80, 0, 0, 0, 0])

/** A client below the runtime's own, so that the load costs less than what it measures. */
export class BenchSocket {
  readonly #heard: (frame: Buffer) => void
  #socket: Socket | undefined
  #rest: Buffer | undefined
  #open: (() => void) | undefined
  closed = false

  private constructor(heard: (frame: Buffer) => void) {
    this.#heard = heard
  }

  static async open(port: number, path: string, token: string | undefined, heard: (frame: Buffer) => void): Promise<BenchSocket> {
    const client = new BenchSocket(heard)
    const opened = new Promise<void>((done, failed) => {
      client.#open = done
      setTimeout(() => failed(new Error('the server does not answer')), 30_000).unref()
    })
    client.#socket = await Bun.connect({
      hostname: '127.0.0.1',
      port,
      socket: {
        data: (_, data) => client.#read(data),
        close: () => {
          client.closed = true
        },
        error() {},
      },
    })
    const auth = token ? `authorization: Bearer ${token}\r\n` : ''
    client.#socket.write(
      `GET ${path} HTTP/1.1\r\nhost: localhost:${port}\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n${auth}\r\n`,
    )
    await opened
    return client
  }

  /** Masked with zeros, which leaves the text as it is. */
  send(text: string): void {
    const payload = Buffer.from(text)
    const { length } = payload
    const head = length < 126 ? [0x81, 0x80 | length, 0, 0, 0, 0] : [0x81, 0xfe, length >> 8, length & 0xff, 0, 0, 0, 0]
    this.#socket?.write(Buffer.concat([Buffer.from(head), payload]))
  }

  close(): void {
    this.#socket?.terminate()
  }

  #read(data: Buffer): void {
    let bytes = this.#rest ? Buffer.concat([this.#rest, data]) : data
    this.#rest = undefined
    if (this.#open) {
      const end = bytes.indexOf(head_end)
      if (end < 0) {
        this.#rest = Buffer.from(bytes)
        return
      }
      if (!bytes.toString('latin1', 0, 12).endsWith('101')) throw new Error(`no socket: ${bytes.toString('latin1', 0, 300)}`)
      bytes = bytes.subarray(end + 4)
      this.#open()
      this.#open = undefined
    }
    this.#frames(bytes)
  }

  #frames(bytes: Buffer): void {
    let at = 0
    while (bytes.length - at >= 2) {
      const short = (bytes[at + 1] ?? 0) & 0x7f
      const head = short === 126 ? 4 : 2
      if (bytes.length - at < head) break
      const length = short === 126 ? bytes.readUInt16BE(at + 2) : short
      if (bytes.length - at < head + length) break
      if (bytes[at] === ping) this.#socket?.write(pong)
      else this.#heard(bytes.subarray(at + head, at + head + length))
      at += head + length
    }
    if (at < bytes.length) this.#rest = Buffer.from(bytes.subarray(at))
  }
}

/** So many at a time, as fast as they are answered. */
export async function openAll(count: number, open: (n: number) => Promise<BenchSocket>): Promise<BenchSocket[]> {
  const sockets: BenchSocket[] = []
  for (let n = 0; n < count; n += 100) sockets.push(...(await Promise.all(Array.from({ length: Math.min(100, count - n) }, (_, i) => open(n + i)))))
  return sockets
}
