/** A program that talks over the socket, for tests: remembers every frame, waits for those it wants. */
export class SocketClient {
  readonly frames: Frame[] = []
  closed: { code: number; reason: string } | undefined
  readonly #ws: WebSocket
  #waiting: (() => void)[] = []
  #ref = 0

  private constructor(ws: WebSocket) {
    this.#ws = ws
    ws.onmessage = ({ data }) => {
      this.frames.push(JSON.parse(String(data)) as Frame)
      this.#wake()
    }
    ws.onclose = ({ code, reason }) => {
      this.closed = { code, reason }
      this.#wake()
    }
  }

  /** Resolves when the socket is open or was refused. */
  static async open(url: string, headers: Record<string, string> = {}): Promise<SocketClient> {
    const ws = new WebSocket(url, { headers } as unknown as string[])
    const client = new SocketClient(ws)
    await new Promise<void>((done) => {
      ws.addEventListener('open', () => done())
      ws.addEventListener('close', () => done())
      ws.addEventListener('error', () => {})
    })
    return client
  }

  send(frame: unknown): void {
    this.#ws.send(typeof frame === 'string' || frame instanceof Uint8Array ? (frame as Uint8Array<ArrayBuffer>) : JSON.stringify(frame))
  }

  /** The first frame that fits, come or coming. Throws when the socket closes or time runs out. */
  async next(fits: (frame: Frame) => boolean, within_ms = 5000): Promise<Frame> {
    const until = Date.now() + within_ms
    for (;;) {
      const found = this.frames.find(fits)
      if (found) return found
      if (this.closed) throw new Error(`closed with ${this.closed.code} ${this.closed.reason}; came: ${JSON.stringify(this.frames)}`)
      await this.#change(until)
    }
  }

  async call(endpoint: string, rest: object = {}): Promise<Frame> {
    const ref = ++this.#ref
    this.send({ ref, endpoint, ...rest })
    return this.next((frame) => frame.ref === ref)
  }

  async end(within_ms = 5000): Promise<{ code: number; reason: string }> {
    const until = Date.now() + within_ms
    while (!this.closed) await this.#change(until)
    return this.closed
  }

  close(): void {
    this.#ws.close()
  }

  #change(until: number): Promise<void> {
    return new Promise((done, failed) => {
      const late = setTimeout(() => failed(new Error(`nothing came in time; came: ${JSON.stringify(this.frames)}`)), Math.max(0, until - Date.now()))
      this.#waiting.push(() => {
        clearTimeout(late)
        done()
      })
    })
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const go of waiting) go()
  }
}

export interface Frame {
  ref?: number | string
  status?: number
  body?: unknown
  ready?: boolean
  resumed?: boolean
  reload?: boolean
  cursor?: string
  event?: string
  data?: unknown
  pong?: number
  error?: { code: string; message: string }
}
