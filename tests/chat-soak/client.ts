/** What one of the clients saw and did. */
export interface Counts {
  sent: number
  acknowledged: number
  /** Sent again after a lost answer. */
  retried: number
  connected: number
  resumed: number
  reloaded: number
  /** News that left one out: another process told the later message first, or the one that should have told died. */
  gaps: number
  /** Messages that the socket itself brought a second time, though it was not told to read anew in between. */
  doubled: number
}

interface Message {
  id: string
  seq: number
  sender: string
  text: string
}

interface Frame {
  ref?: number
  status?: number
  body?: unknown
  event?: string
  data?: unknown
  cursor?: string
  reload?: boolean
  resumed?: boolean
}

/** The runtime's socket, which can also be dropped without a goodbye. */
type Socket = WebSocket & { terminate(): void }

const answer_patience_ms = 4000

/** A program as docs/realtime.md describes it: sends with ids of its own, resumes after every break, reads on where a number is missing. */
export class SoakClient {
  readonly counts: Counts = { sent: 0, acknowledged: 0, retried: 0, connected: 0, resumed: 0, reloaded: 0, gaps: 0, doubled: 0 }
  /** In the order in which the person at the screen gets them. */
  readonly delivered: Message[] = []
  /** Own ids in the order of sending, with the number that the server acknowledged. */
  readonly acknowledged: { id: string; seq: number }[] = []
  readonly faults: string[] = []
  slowest_ms = 0
  #counts_from = 0
  readonly #url: string
  readonly #headers: Record<string, string>
  readonly #room_id: string
  /** What was told since the start, or since the place of the news was lost. */
  readonly #heard = new Set<string>()
  readonly #answers = new Map<number, (frame: Frame | undefined) => void>()
  #ws: Socket | undefined
  #cursor: string | undefined
  #ref = 0
  #reading: Promise<void> | undefined
  #read_again = false
  #over = false

  constructor(url: string, headers: Record<string, string>, room_id: string) {
    this.#url = url
    this.#headers = headers
    this.#room_id = room_id
    this.#connect()
  }

  get last_seq(): number {
    return this.delivered.at(-1)?.seq ?? 0
  }

  /** Sends until it is acknowledged, over as many sockets as that takes. */
  async say(text: string): Promise<void> {
    const id = Bun.randomUUIDv7()
    this.counts.sent++
    for (let tries = 0; !this.#over; await Bun.sleep(50 + Math.random() * 150)) {
      if (this.#ws?.readyState !== WebSocket.OPEN) continue
      if (tries++ > 0) this.counts.retried++
      const answer = await this.#call('chat.send_message', { params: { room_id: this.#room_id }, body: { id, text } })
      if (answer?.status === 201) {
        this.counts.acknowledged++
        this.acknowledged.push({ id, seq: (answer.body as Message).seq })
        return
      }
      // A server that is being killed may say so; that a message is wrong it may never say.
      if (answer && answer.status !== 503 && answer.status !== 500) this.faults.push(`sending gave ${JSON.stringify(answer)}`)
    }
  }

  /** Drops the line without a word, as a lost network does. */
  drop(): void {
    this.#ws?.terminate()
  }

  /** Reads what is there, as often as it takes to have everything up to `seq`. */
  async reach(seq: number, within_ms: number): Promise<void> {
    for (const until = Date.now() + within_ms; this.last_seq < seq && Date.now() < until; ) await Bun.sleep(50)
  }

  countFromHere(): void {
    this.#counts_from = performance.now()
    this.slowest_ms = 0
  }

  close(): void {
    this.#over = true
    this.#ws?.close()
  }

  #connect(): void {
    if (this.#over) return
    // Either way of saying where it stopped.
    const in_address = this.#cursor !== undefined && Math.random() < 0.5
    const ws = new WebSocket(in_address ? `${this.#url}?resume=${encodeURIComponent(this.#cursor ?? '')}` : this.#url, {
      headers: this.#headers,
    } as unknown as string[]) as Socket
    this.#ws = ws
    ws.onopen = () => {
      this.counts.connected++
      if (this.#cursor !== undefined && !in_address) ws.send(JSON.stringify({ resume: this.#cursor }))
    }
    ws.onmessage = ({ data }) => {
      if (this.#ws === ws) this.#hear(JSON.parse(String(data)) as Frame)
    }
    ws.onerror = () => {}
    ws.onclose = () => {
      if (this.#ws !== ws) return
      this.#ws = undefined
      for (const answer of this.#answers.values()) answer(undefined)
      this.#answers.clear()
      setTimeout(() => this.#connect(), 20 + Math.random() * 200)
    }
  }

  #hear(frame: Frame): void {
    const { ref, event, data, cursor, reload, resumed } = frame
    if (ref !== undefined) {
      this.#answers.get(ref)?.(frame)
      this.#answers.delete(ref)
    }
    if (resumed) this.counts.resumed++
    if (reload) {
      this.counts.reloaded++
      this.#heard.clear()
    }
    if (reload || (cursor !== undefined && this.#cursor === undefined)) void this.#readOn()
    if (cursor !== undefined && (reload || event !== undefined || this.#cursor === undefined)) this.#cursor = cursor
    if (event === 'chat.message_sent') this.#told(data as Message)
    else if (event === 'chat.room_changed') void this.#readOn()
  }

  #told(message: Message): void {
    if (this.#heard.has(message.id)) this.counts.doubled++
    this.#heard.add(message.id)
    if (message.seq > this.last_seq + 1) {
      if (!this.#reading) this.counts.gaps++
      void this.#readOn()
    } else this.#take(message)
  }

  /** The next message; one that is here already must be the same. */
  #take(message: Message): void {
    const known = this.delivered[message.seq - 1]
    if (known && known.id !== message.id) this.faults.push(`number ${message.seq} was ${known.id}, then ${message.id}`)
    if (message.seq === this.last_seq + 1) this.delivered.push(message)
  }

  /** Everything after the last number that is here; asked again when a new reason comes meanwhile. */
  async #readOn(): Promise<void> {
    this.#read_again = true
    this.#reading ??= (async () => {
      while (this.#read_again && !this.#over) {
        this.#read_again = false
        const answer = await this.#call('chat.list_messages', { params: { room_id: this.#room_id }, query: { after: String(this.last_seq), limit: '100' } })
        if (answer?.status !== 200) {
          this.#read_again = true
          await Bun.sleep(100)
          continue
        }
        const { results, last_seq } = answer.body as { results: Message[]; last_seq: number }
        for (const message of results) this.#take(message)
        if (this.last_seq < last_seq) this.#read_again = true
      }
      this.#reading = undefined
    })()
    await this.#reading
  }

  /** Undefined when the line broke before the answer. */
  #call(endpoint: string, rest: object): Promise<Frame | undefined> {
    const ws = this.#ws
    if (ws?.readyState !== WebSocket.OPEN) return Promise.resolve(undefined)
    const ref = ++this.#ref
    ws.send(JSON.stringify({ ref, endpoint, ...rest }))
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        resolve(undefined)
        ws.terminate()
      }, answer_patience_ms)
      const asked = performance.now()
      this.#answers.set(ref, (frame) => {
        clearTimeout(late)
        if (frame && asked >= this.#counts_from) this.slowest_ms = Math.max(this.slowest_ms, performance.now() - asked)
        resolve(frame)
      })
    })
  }
}
