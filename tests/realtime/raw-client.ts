import type { Socket } from 'bun'

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

interface Frame {
  final?: boolean
  opcode: number
  payload?: string | Uint8Array
  /** A client has to mask what it sends; one that does not is broken. */
  masked?: boolean
  reserved_bits?: number
  /** Another length than that of the payload. */
  claimed?: bigint
}

const mask = new Uint8Array([1, 2, 3, 4])

/** A frame as it stands on the wire, right or wrong. */
export function wire({ final = true, opcode, payload = '', masked = true, reserved_bits = 0, claimed }: Frame): Uint8Array {
  const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload
  const length = claimed ?? BigInt(bytes.length)
  const head = [(final ? 0x80 : 0) | (reserved_bits << 4) | opcode]
  const bit = masked ? 0x80 : 0
  if (length < 126n) head.push(bit | Number(length))
  else if (length < 65_536n) head.push(bit | 126, Number(length >> 8n), Number(length & 0xffn))
  else head.push(bit | 127, ...Array.from({ length: 8 }, (_, i) => Number((length >> BigInt(56 - 8 * i)) & 0xffn)))
  const body = masked ? bytes.map((byte, i) => byte ^ (mask[i % 4] ?? 0)) : bytes
  return new Uint8Array([...head, ...(masked ? mask : []), ...body])
}

/** A client below the protocol: it says what no browser would, and is silent where every browser answers. */
export class RawClient {
  closed_at: number | undefined
  /** What the server sent after the handshake, as far as it was read. */
  received = ''
  readonly opened_at = Date.now()
  #socket: Socket | undefined

  static async open(port: number, headers: Record<string, string> = {}, path = '/ws/'): Promise<RawClient> {
    const client = new RawClient()
    let answered = () => {}
    const answer = new Promise<void>((done) => {
      answered = done
    })
    client.#socket = await Bun.connect({
      hostname: '127.0.0.1',
      port,
      socket: {
        data(_, data) {
          client.received += data.toString('utf8')
          answered()
        },
        close() {
          client.closed_at = Date.now()
          answered()
        },
        error() {},
      },
    })
    const all = {
      host: `localhost:${port}`,
      upgrade: 'websocket',
      connection: 'Upgrade',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
    }
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
    client.#socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    await answer
    if (!client.received.startsWith('HTTP/1.1 101')) throw new Error(`no socket: ${client.received.slice(0, 200)}`)
    return client
  }

  send(...frames: Uint8Array[]): void {
    for (const frame of frames) this.#socket?.write(frame)
  }

  /** Reads nothing any more, without saying so. */
  pause(): void {
    this.#socket?.pause()
  }

  resume(): void {
    this.#socket?.resume()
  }

  async until(fits: (client: RawClient) => boolean, within_ms = 5000): Promise<void> {
    for (const end = Date.now() + within_ms; !fits(this); await Bun.sleep(10))
      if (Date.now() > end) throw new Error(`not in time; closed: ${this.closed_at !== undefined}, came: ${this.received.slice(-500)}`)
  }

  close(): void {
    this.#socket?.terminate()
  }
}
