import type { Bus } from './bus.ts'

/** Processes tell each other that they live this often; one that is silent for longer than `silence_ms` takes its people along. */
const beat_ms = 5000
const silence_ms = 15_000

const news = 'kernel.presence'
type Told =
  | { process: string; here: string[] }
  | { process: string; user_id: string; online: true }
  /** `told`: everybody was told; else another process had them still, as far as the sender knew. */
  | { process: string; user_id: string; online: false; told: boolean }
  | { process: string; asks: true }

interface Other {
  heard_at: number
  users: Set<string>
}

/** Who has an open socket, in whichever process of the site. */
export class Presence {
  readonly #self: string = crypto.randomUUID()
  readonly #bus: Bus
  readonly #now: () => number
  readonly #here = new Map<string, number>()
  readonly #others = new Map<string, Other>()
  /** Whose last socket here ended while another process had them: it tells of their end. */
  readonly #left_to_others = new Set<string>()
  readonly #listeners: ((user_id: string, online: boolean) => void)[] = []
  readonly #beat: Timer
  #stopped = false

  constructor(bus: Bus, now: () => number) {
    this.#bus = bus
    this.#now = now
    bus.hear(news, (data) => this.#hear(data as Told))
    this.#tell({ process: this.#self, asks: true })
    this.#beat = setInterval(() => this.beat(), beat_ms)
    this.#beat.unref()
  }

  online(user_id: string): boolean {
    return this.#here.has(user_id) || [...this.#others.values()].some(({ users }) => users.has(user_id))
  }

  /** Hears of the first socket of a user anywhere and of the end of the last; in the process where it happened. */
  onChange(listener: (user_id: string, online: boolean) => void): void {
    this.#listeners.push(listener)
  }

  came(user_id: string): void {
    const before = this.online(user_id)
    const count = (this.#here.get(user_id) ?? 0) + 1
    this.#here.set(user_id, count)
    this.#left_to_others.delete(user_id)
    if (count === 1) this.#tell({ process: this.#self, user_id, online: true })
    if (!before) this.#changed(user_id, true)
  }

  left(user_id: string): void {
    const count = (this.#here.get(user_id) ?? 1) - 1
    if (count > 0) {
      this.#here.set(user_id, count)
      return
    }
    if (!this.#here.delete(user_id)) return
    const told = !this.online(user_id)
    this.#tell({ process: this.#self, user_id, online: false, told })
    if (told) this.#changed(user_id, false)
    else this.#left_to_others.add(user_id)
  }

  /** Of those who go because the site stops nobody is told: they come back to another process, or soon. */
  stop(): void {
    this.#stopped = true
    clearInterval(this.#beat)
    this.#tell({ process: this.#self, here: [] })
  }

  #tell(told: Told): void {
    this.#bus.publish(news, 'everyone', told)
  }

  #hear(told: Told): void {
    if (told.process === this.#self) return
    if ('asks' in told) {
      this.#tell({ process: this.#self, here: [...this.#here.keys()] })
      return
    }
    const before = this.#others.get(told.process)
    const known = before ?? { heard_at: 0, users: new Set<string>() }
    known.heard_at = this.#now()
    this.#others.set(told.process, known)
    if (!('here' in told)) {
      if (told.online) known.users.add(told.user_id)
      else {
        known.users.delete(told.user_id)
        this.#settle(told)
      }
    } else if (before && told.here.length > 0) this.#mend(before, new Set(told.here))
    else known.users = new Set(told.here)
  }

  /** Two processes may each have taken the other one for the last, or for gone, while their words crossed. */
  #settle({ process, user_id, told }: { process: string; user_id: string; told: boolean }): void {
    if (this.#here.has(user_id)) {
      // They have come here meanwhile, and everybody was told that they are gone.
      if (told) this.#changed(user_id, true)
    } else if (!this.online(user_id)) {
      // Of those who left them to each other the first by name tells, so that it is told.
      if (this.#left_to_others.delete(user_id) && !told && this.#self < process) this.#changed(user_id, false)
    }
  }

  /** What this process had not heard, and may have told wrongly meanwhile: of those in its list who were not, and the other way round. */
  #mend(known: Other, here: Set<string>): void {
    const came = [...here].filter((id) => !this.online(id))
    const left = [...known.users].filter((id) => !here.has(id))
    known.users = here
    for (const user_id of came) this.#changed(user_id, true)
    for (const user_id of left) if (!this.online(user_id)) this.#changed(user_id, false)
  }

  /** The whole list each time: what was lost on the way is mended by the next. While nothing can be heard nobody is taken for dead. */
  beat(): void {
    const hears = this.#bus.hears()
    this.#tell({ process: this.#self, here: [...this.#here.keys()] })
    for (const [process, other] of this.#others) {
      const { heard_at, users } = other
      if (!hears) other.heard_at = this.#now()
      if (!hears || this.#now() - heard_at <= silence_ms) continue
      this.#others.delete(process)
      // Every process that is left says so: hearing it twice does no harm.
      for (const user_id of users) if (!this.online(user_id)) this.#changed(user_id, false)
    }
  }

  #changed(user_id: string, online: boolean): void {
    this.#left_to_others.delete(user_id)
    if (this.#stopped) return
    for (const listener of this.#listeners) listener(user_id, online)
  }
}
