import { newId } from '#contract/ids.ts'
import type { ApiError } from '#web/transport.ts'
import type { List } from '../../contract/lists.ts'
import type { Todo } from '../../contract/todos.ts'
import { type Act, type Op, type Trouble, touched } from './ops.ts'
import { joined, remainder } from './rebase.ts'

/** Where the queue lies over a reload; one key for each act, so that two tabs do not overwrite each other's. */
export interface Keep {
  keys(start: string): string[]
  get(key: string): string | null
  set(key: string, value: string | null): void
}

/** What came of sending: done, to be said in another way, or an error that passes by itself. */
export type Sent = { done: (Todo | List)[] } | { instead: Act[] } | { trouble: Trouble } | { later: ApiError }

interface Options {
  keep: Keep
  send: (act: Act) => Promise<Sent>
  /** Only one tab sends at a time. */
  alone: (work: () => Promise<void>) => Promise<void>
}

const longest_pause_ms = 30_000

/** What was done and not sent yet: shared by all tabs, sent in order by one of them, each act until the server has it or its person has to decide. */
export class Queue {
  readonly #prefix: string
  readonly #options: Options
  readonly #wakers = new Set<() => void>()
  readonly #listeners = new Set<() => void>()
  #all: readonly Op[] = []
  #open = true
  #busy = false

  constructor(owner: string, options: Options) {
    this.#prefix = `tasks.queue.${owner}.`
    this.#options = options
    this.reread()
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  readonly all = () => this.#all

  close(): void {
    this.#open = false
    this.wake()
  }

  add(...acts: Act[]): void {
    for (const act of acts) if (!this.#join(act)) this.#put({ id: newId(), at: new Date().toISOString(), act })
    this.flush()
  }

  /** An answer of its person: the same once more, something else, or nothing. */
  settle(id: string, act: Act | undefined): void {
    const found = this.#all.find((op) => op.id === id)
    if (!found) return
    if (act) this.#put({ id: found.id, at: found.at, act })
    else this.#drop(id)
    this.wake()
    this.flush()
  }

  /** The network may be back: nobody waits any longer. */
  wake(): void {
    for (const waker of this.#wakers) waker()
  }

  /** Sends all that waits: what was left by the last visit too. */
  flush(): void {
    if (this.#busy || !this.#open || !this.#next()) return
    this.#busy = true
    void this.#options
      .alone(() => this.#pump())
      .finally(() => {
        this.#busy = false
        // Something came between the last look and the end.
        if (this.#open && this.#next()) this.flush()
      })
  }

  /** Another tab has added or sent something; after a sign-out nothing is left. */
  reread(): void {
    const { keep } = this.#options
    const kept = keep.keys(this.#prefix).flatMap((key) => {
      const text = keep.get(key)
      return text === null ? [] : [JSON.parse(text) as Op]
    })
    this.#show(kept.sort((a, b) => (a.id < b.id ? -1 : 1)))
  }

  /** A later wish for a todo joins one that waits, unless it goes by something that was made in between. */
  #join(act: Act): boolean {
    if (act.kind !== 'change_todo' || act.change.list_id !== undefined || act.change.after_id !== undefined) return false
    const last = this.#all.findLast((op) => touched(op.act).includes(act.id))
    if (!last || last.trouble) return false
    if (last.act.kind === 'change_todo') this.#put({ ...last, act: joined(last.act, act) })
    else if (last.act.kind === 'add_todo' && last.act.id === act.id) this.#put({ ...last, act: { ...last.act, fields: { ...last.act.fields, ...act.change } } })
    else return false
    return true
  }

  #put(op: Op): void {
    this.#options.keep.set(this.#prefix + op.id, JSON.stringify(op))
    const others = this.#all.filter(({ id }) => id !== op.id)
    this.#show([...others, op].sort((a, b) => (a.id < b.id ? -1 : 1)))
  }

  #drop(id: string): void {
    this.#options.keep.set(this.#prefix + id, null)
    this.#show(this.#all.filter((op) => op.id !== id))
  }

  #show(all: readonly Op[]): void {
    this.#all = all
    for (const listener of this.#listeners) listener()
  }

  /** The first that goes by nothing in trouble. */
  #next(): Op | undefined {
    const held = new Set<string>()
    for (const op of this.#all) {
      const about = touched(op.act)
      if (!op.trouble && !about.some((id) => held.has(id))) return op
      for (const id of about) held.add(id)
    }
    return undefined
  }

  async #pump(): Promise<void> {
    for (let tries = 0; this.#open; ) {
      this.reread()
      const op = this.#next()
      if (!op) return
      const sent = await this.#options.send(op.act)
      if (!this.#open) return
      if ('later' in sent) {
        await this.#pause(sent.later.retry_after ? sent.later.retry_after * 1000 : Math.min(longest_pause_ms, 1000 * 2 ** tries))
        tries++
      } else {
        tries = 0
        this.reread()
        this.#after(op, sent)
      }
    }
  }

  /** What stands in the queue by now may be more than what was sent. */
  #after(op: Op, sent: Exclude<Sent, { later: ApiError }>): void {
    const now = this.#all.find(({ id }) => id === op.id)
    if ('done' in sent) {
      this.#seen(op, sent.done)
      const answer = sent.done[0]
      const rest = now && answer && 'title' in answer && JSON.stringify(now.act) !== JSON.stringify(op.act) ? remainder(op.act, now.act, answer) : undefined
      if (rest && now) this.#put({ ...now, act: rest })
      else this.#drop(op.id)
    } else if (!now) return
    else if ('trouble' in sent) this.#put({ ...now, trouble: sent.trouble })
    else {
      const [first, ...more] = sent.instead
      // What joined it meanwhile is not in what was answered: it goes the whole way once more.
      if (JSON.stringify(now.act) !== JSON.stringify(op.act)) return
      if (first) this.#put({ ...now, act: first })
      else this.#drop(now.id)
      for (const act of more) this.#put({ id: newId(), at: op.at, act })
    }
  }

  /** Later acts saw what this one made: its versions are theirs. */
  #seen(op: Op, done: readonly (Todo | List)[]): void {
    const versions = new Map(done.map(({ id, version }) => [id, version]))
    // A deletion is answered by nothing, and counts one further.
    if (op.act.kind === 'remove_todo' || op.act.kind === 'remove_list') versions.set(op.act.id, op.act.version + 1)
    for (const later of this.#all) {
      const { act } = later
      const about = act.kind === 'bulk' ? act.todos.map(({ id }) => id) : [act.id]
      if (later.id <= op.id || !about.some((id) => versions.has(id))) continue
      if (act.kind === 'bulk')
        this.#put({ ...later, act: { ...act, todos: act.todos.map((one) => ({ ...one, version: versions.get(one.id) ?? one.version })) } })
      else if ('version' in act) this.#put({ ...later, act: { ...act, version: versions.get(act.id) ?? act.version } })
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        this.#wakers.delete(end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      this.#wakers.add(end)
    })
  }
}
