import { describe, expect, test } from 'bun:test'
import { blank, type Doc } from '../web/write/document.ts'
import { Keeper, type Saved, type Stored } from '../web/write/keeper.ts'
import { bothOf } from '../web/write/merge.ts'

const doc = (content: string, more: Partial<Doc> = {}): Doc => ({ ...blank, postname: 'Trains', ...more, content })

/** What two tabs have between them: one text with a version, saved only over the version that was seen. */
class Server {
  stored: Stored
  online = true
  saves = 0
  /** A slow network: a save waits for it. */
  slow = Promise.resolve()
  constructor(start: Stored) {
    this.stored = start
  }
  readonly save = async (next: Doc, version: number): Promise<Saved> => {
    this.saves++
    await this.slow
    if (!this.online) return { kind: 'offline' }
    if (version !== this.stored.version) return { kind: 'clash', theirs: this.stored }
    this.stored = { doc: next, version: version + 1 }
    return { kind: 'saved', stored: this.stored }
  }
}

function tab(server: Server, kept?: Stored) {
  const shelf: { kept: Stored | undefined } = { kept }
  const keeper = new Keeper({
    start: server.stored,
    kept,
    shelf: { put: (one) => (shelf.kept = one), clear: () => (shelf.kept = undefined) },
    save: server.save,
    pause_ms: 60_000,
    retry_ms: 60_000,
  })
  return { keeper, shelf }
}
const begun = () => new Server({ doc: doc('one'), version: 3 })

describe('what somebody writes', () => {
  test('lies in the browser at once, and on the server when the typing pauses', async () => {
    const server = begun()
    const { keeper, shelf } = tab(server)
    keeper.change({ content: 'one two' })
    expect(shelf.kept).toEqual({ doc: doc('one two'), version: 3 })
    expect(keeper.shown().state).toBe('waiting')
    expect(await keeper.flush()).toBe(true)
    expect(server.stored).toEqual({ doc: doc('one two'), version: 4 })
    expect(shelf.kept).toBeUndefined()
    keeper.close()
  })
  test('what is typed while it is being published stays, and goes on top of what was', async () => {
    const server = begun()
    const { keeper, shelf } = tab(server)
    keeper.change({ content: 'a' })
    await keeper.flush()
    const asked = keeper.shown().doc
    keeper.change({ content: 'ab' })
    // Published: there is no draft beside the post any more.
    server.stored = { doc: doc('a'), version: 0 }
    keeper.reset(server.stored, asked)
    expect(keeper.shown()).toMatchObject({ doc: doc('ab'), state: 'waiting' })
    expect(shelf.kept).toEqual({ doc: doc('ab'), version: 0 })
    expect(await keeper.flush()).toBe(true)
    expect(server.stored).toEqual({ doc: doc('ab'), version: 1 })
    const then = keeper.shown().doc
    server.stored = { doc: doc('ab', { postname: 'Published' }), version: 0 }
    keeper.reset(server.stored, then)
    expect(keeper.shown()).toMatchObject({ doc: server.stored.doc, state: 'saved' })
    expect(shelf.kept).toBeUndefined()
    keeper.close()
  })
  test('goes on while a save is on its way, and nothing of it is lost', async () => {
    const server = begun()
    const { keeper, shelf } = tab(server)
    let go = () => {}
    server.slow = new Promise((resolve) => (go = resolve))
    keeper.change({ content: 'a' })
    const saving = keeper.flush()
    while (server.saves === 0) await Promise.resolve()
    keeper.change({ content: 'ab' })
    go()
    await saving
    expect(server.stored.doc.content).toBe('a')
    expect(shelf.kept?.doc.content).toBe('ab')
    await keeper.flush()
    expect(server.stored.doc.content).toBe('ab')
    keeper.close()
  })
  test('waits for the network, and says so', async () => {
    const server = begun()
    server.online = false
    const { keeper, shelf } = tab(server)
    keeper.change({ content: 'offline' })
    expect(await keeper.flush()).toBe(false)
    expect(keeper.shown().state).toBe('offline')
    expect(shelf.kept?.doc.content).toBe('offline')
    server.online = true
    expect(await keeper.flush()).toBe(true)
    expect(server.stored.doc.content).toBe('offline')
    keeper.close()
  })
  test('comes back after a crash and is saved', async () => {
    const server = begun()
    const { keeper } = tab(server, { doc: doc('typed before the crash'), version: 3 })
    expect(keeper.shown().doc.content).toBe('typed before the crash')
    await keeper.flush()
    expect(server.stored.doc.content).toBe('typed before the crash')
    keeper.close()
  })
  test('an empty new post is not saved at all', async () => {
    const server = new Server({ doc: blank, version: 0 })
    const { keeper } = tab(server)
    keeper.change({ content: 'x' })
    keeper.change({ content: '' })
    await keeper.flush()
    expect(server.saves).toBe(0)
    keeper.close()
  })
})

describe('two who write at once', () => {
  test('the later one is shown both texts, and nothing is overwritten', async () => {
    const server = begun()
    const first = tab(server)
    const second = tab(server)
    first.keeper.change({ content: 'first' })
    await first.keeper.flush()
    second.keeper.change({ content: 'second' })
    expect(await second.keeper.flush()).toBe(false)
    expect(second.keeper.shown()).toMatchObject({ state: 'clash', doc: doc('second'), theirs: { doc: doc('first'), version: 4 } })
    expect(server.stored.doc.content).toBe('first')
    // Typing on is kept here and sent nowhere.
    second.keeper.change({ content: 'second, longer' })
    await second.keeper.flush()
    expect(server.stored.doc.content).toBe('first')
    expect(second.shelf.kept?.doc.content).toBe('second, longer')
    second.keeper.settle(bothOf(second.keeper.shown().doc, server.stored.doc))
    await second.keeper.flush()
    expect(server.stored.doc.content).toBe('first\nsecond, longer')
    first.keeper.close()
    second.keeper.close()
  })
  test('a tab in which nothing was typed takes over what another one saved', async () => {
    const server = begun()
    const first = tab(server)
    const second = tab(server)
    first.keeper.change({ content: 'first' })
    await first.keeper.flush()
    second.keeper.elsewhere(server.stored)
    expect(second.keeper.shown()).toMatchObject({ state: 'saved', doc: doc('first') })
    first.keeper.close()
    second.keeper.close()
  })
  test('what was kept on top of an older version is shown beside the newer', () => {
    const server = begun()
    const { keeper } = tab(server, { doc: doc('old device'), version: 2 })
    expect(keeper.shown()).toMatchObject({ state: 'clash', doc: doc('old device'), theirs: { version: 3 } })
    keeper.close()
  })
  test('a lost answer is no clash: it was this very text', async () => {
    const server = begun()
    const { keeper } = tab(server)
    keeper.change({ content: 'sent' })
    server.stored = { doc: doc('sent'), version: 4 }
    expect(await keeper.flush()).toBe(true)
    keeper.close()
  })
})

describe('both texts in one', () => {
  test('shared lines once, both of what differs', () => expect(bothOf(doc('a\nmine\nz'), doc('a\ntheirs\nz')).content).toBe('a\ntheirs\nmine\nz'))
  test('a title that is lost stands above the text', () => expect(bothOf(doc('a'), doc('a', { postname: 'Buses' })).content).toBe('Buses\n\na'))
  test('no line of either is missing', () => {
    const mine = 'one\ntwo\nthree\nfour\nनया'
    const theirs = 'zero\none\n2\nthree\n\nfive'
    const both = bothOf(doc(mine), doc(theirs)).content.split('\n')
    for (const line of [...mine.split('\n'), ...theirs.split('\n')]) expect(both).toContain(line)
  })
})
