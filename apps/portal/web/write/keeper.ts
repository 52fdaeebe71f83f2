import { type Doc, docOf, isEmpty, same } from './document.ts'

/** What the server has of a post that is being written: the version of its draft, 0 where there is none beside the post itself. */
export interface Stored {
  doc: Doc
  version: number
}

/** How an attempt to save went. `clash`: somebody else saved first, and this is what they saved. */
export type Saved =
  | { kind: 'saved'; stored: Stored }
  | { kind: 'clash'; theirs: Stored }
  | { kind: 'offline' | 'refused' | 'gone' }
  | { kind: 'problem'; message: string }

/** Where a text lies while the server does not have it. */
export interface Shelf {
  put(kept: Stored): void
  clear(): void
}

export type State = 'saved' | 'waiting' | 'saving' | 'offline' | 'refused' | 'gone' | 'problem' | 'clash'
export interface Shown {
  doc: Doc
  state: State
  /** What another tab or device has saved meanwhile, to be brought together with this. */
  theirs: Stored | undefined
  message: string
}

interface Options {
  start: Stored
  /** What this browser still has, typed on top of the version it names. */
  kept: Stored | undefined
  shelf: Shelf
  save: (doc: Doc, version: number) => Promise<Saved>
  /** Waits before it saves what was typed, and before it tries again. */
  pause_ms?: number
  retry_ms?: number
}

/**
 * Keeps what somebody writes: in the browser with each change, on the server when the typing pauses. A version decides between two who write at
 * once: the later one is shown both texts, and nothing is overwritten unseen.
 */
export class Keeper {
  readonly #options: Required<Options>
  readonly #listeners = new Set<() => void>()
  #stored: Stored
  #shown: Shown
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> | undefined
  #closed = false

  constructor(options: Options) {
    this.#options = { pause_ms: 1200, retry_ms: 8000, ...options }
    this.#stored = options.start
    const { kept, start } = this.#options
    const unsaved = kept !== undefined && !same(kept.doc, start.doc)
    const behind = unsaved && kept.version < start.version
    this.#shown = {
      doc: unsaved ? kept.doc : start.doc,
      state: unsaved ? (behind ? 'clash' : 'waiting') : 'saved',
      theirs: behind ? start : undefined,
      message: '',
    }
    if (unsaved && !behind) this.#soon(0)
    if (kept && !unsaved) this.#options.shelf.clear()
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  readonly shown = () => this.#shown
  get version(): number {
    return this.#stored.version
  }

  change(part: Partial<Doc>): void {
    const doc = { ...this.#shown.doc, ...part }
    this.#options.shelf.put({ doc, version: this.#stored.version })
    // While two texts wait to be brought together nothing is saved over either.
    if (this.#shown.state === 'clash') this.#show({ doc })
    else {
      this.#show({ doc, state: this.#running ? 'saving' : 'waiting', message: '' })
      this.#soon(this.#options.pause_ms)
    }
  }

  /** Saves what is not saved; resolves when everything is, or it is clear that it cannot be. Gives whether all is saved. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer)
    await this.#running
    if (this.#shown.state !== 'saved' && this.#shown.state !== 'clash') await this.#save()
    return this.#shown.state === 'saved'
  }

  /** The network is back, somebody has signed in again: no need to wait. */
  wake(): void {
    if (['offline', 'refused', 'waiting', 'problem'].includes(this.#shown.state)) this.#soon(0)
  }

  /** What another tab or device has saved. Taken over silently where nothing of one's own would be lost. */
  elsewhere(theirs: Stored): void {
    if (theirs.version <= this.#stored.version || this.#running) return
    if (this.#shown.state === 'saved' || same(theirs.doc, this.#shown.doc)) this.#adopt(theirs)
    else {
      clearTimeout(this.#timer)
      this.#show({ state: 'clash', theirs })
    }
  }

  /** The end of a clash: this is the text from now on. */
  settle(doc: Doc): void {
    const { theirs } = this.#shown
    if (!theirs) return
    this.#stored = theirs
    this.#options.shelf.put({ doc, version: theirs.version })
    const done = same(doc, theirs.doc)
    this.#show({ doc, theirs: undefined, state: done ? 'saved' : 'waiting' })
    if (done) this.#options.shelf.clear()
    else this.#soon(0)
  }

  /** The server has made something else of `asked`: it is published, or the draft is dropped. What was typed after that was asked for stays, on top. */
  reset(stored: Stored, asked: Doc): void {
    clearTimeout(this.#timer)
    if (this.#shown.doc === asked) this.#adopt(stored)
    else this.#done(asked, stored)
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  #adopt(stored: Stored): void {
    this.#stored = stored
    this.#options.shelf.clear()
    this.#show({ doc: stored.doc, state: 'saved', theirs: undefined, message: '' })
  }

  #soon(pause_ms: number): void {
    clearTimeout(this.#timer)
    if (!this.#closed) this.#timer = setTimeout(() => void this.#save(), pause_ms)
  }

  #save(): Promise<void> {
    this.#running ??= this.#attempt().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #attempt(): Promise<void> {
    const { doc } = this.#shown
    if (this.#stored.version === 0 && isEmpty(doc) && isEmpty(this.#stored.doc)) {
      this.#options.shelf.clear()
      this.#show({ state: 'saved' })
      return
    }
    this.#show({ state: 'saving' })
    const saved = await this.#options.save(docOf(doc), this.#stored.version)
    if (saved.kind === 'saved') this.#done(doc, saved.stored)
    else if (saved.kind === 'clash') this.#clash(saved.theirs)
    else {
      this.#show({ state: saved.kind, message: saved.kind === 'problem' ? saved.message : '' })
      if (saved.kind === 'offline') this.#soon(this.#options.retry_ms)
    }
  }

  #done(sent: Doc, stored: Stored): void {
    this.#stored = stored
    const { doc } = this.#shown
    if (doc === sent) {
      this.#options.shelf.clear()
      this.#show({ state: 'saved', message: '' })
    } else {
      // Typed while it was on its way: that goes next, on top of what has just been saved.
      this.#options.shelf.put({ doc, version: stored.version })
      this.#show({ state: 'waiting' })
      this.#soon(this.#options.pause_ms)
    }
  }

  #clash(theirs: Stored): void {
    // A lost answer: it was this very text that came through.
    if (same(theirs.doc, this.#shown.doc)) this.#adopt({ doc: this.#shown.doc, version: theirs.version })
    else {
      clearTimeout(this.#timer)
      this.#show({ state: 'clash', theirs })
    }
  }

  #show(part: Partial<Shown>): void {
    this.#shown = { ...this.#shown, ...part }
    for (const listener of this.#listeners) listener()
  }
}
