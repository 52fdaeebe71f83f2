import { Database, type Statement } from 'bun:sqlite'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** Lets the n-th statement fail that the database is asked for from now on. */
export interface Faults {
  arm(n: number): void
  /** Whether it came to the n-th; from now on nothing fails. */
  disarm(): boolean
  /** `before`: it is never run. `after`: it is run and its answer is lost, as only a database at the other end of a connection can do. */
  readonly when: 'before' | 'after'
  close(): Promise<void>
}

class Countdown {
  #left = 0
  #fired = false
  arm(n: number) {
    this.#left = n
    this.#fired = false
  }
  disarm(): boolean {
    this.#left = 0
    return this.#fired
  }
  /** True at the n-th call. */
  comes(): boolean {
    if (this.#left === 0 || --this.#left > 0) return false
    this.#fired = true
    return true
  }
}

/** A statement of SQLite fails as one does when the disk gives an error: begins, commits and releases too. Of databases that are opened from now on. */
export function breakSqlite(): Faults {
  const countdown = new Countdown()
  const prepare = Database.prototype.prepare
  Object.assign(Database.prototype, {
    prepare(this: Database, sql: string) {
      const statement = prepare.call(this, sql) as Statement
      // To undo is what remains when something has failed; a disk that refuses that too loses the process, which the kill -9 tests try.
      if (!/^rollback/.test(sql)) for (const name of ['all', 'run'] as const) failing(statement, name, countdown)
      return statement
    },
  })
  return {
    arm: (n) => countdown.arm(n),
    disarm: () => countdown.disarm(),
    when: 'before',
    async close() {
      Object.assign(Database.prototype, { prepare })
    },
  }
}

function failing(statement: Statement, name: 'all' | 'run', countdown: Countdown): void {
  const real = statement[name].bind(statement) as (...values: unknown[]) => unknown
  Object.assign(statement, {
    [name](...values: unknown[]) {
      if (countdown.comes()) throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR', errno: 10 })
      return real(...values)
    },
  })
}

/** A connection to PostgreSQL is cut at the n-th statement, by a relay between. */
export async function breakPostgres(url: string): Promise<Faults & { url: string; cutAll: () => void }> {
  const countdown = new Countdown()
  const { hostname, port } = new URL(url)
  const open = new Set<Socket>()
  const relay: Server = createServer((near) => {
    const far = connect(Number(port || 5432), hostname)
    const cut = () => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) {
      open.add(socket)
      socket.setNoDelay(true)
      socket.on('error', cut)
      socket.on('close', () => {
        open.delete(socket)
        cut()
      })
    }
    let cut_at_answer = false
    far.on('data', (bytes) => (cut_at_answer ? cut() : near.write(bytes)))
    const statements = countStatements()
    near.on('data', (bytes) => {
      for (let left = statements(bytes as Buffer); left > 0; left--) if (countdown.comes()) cut_at_answer = true
      far.write(bytes)
    })
  })
  const cutAll = () => {
    for (const socket of open) socket.destroy()
  }
  await new Promise<void>((listening) => relay.listen(0, '127.0.0.1', listening))
  const through = new URL(url)
  through.host = `127.0.0.1:${(relay.address() as { port: number }).port}`
  return {
    url: through.href,
    arm: (n) => countdown.arm(n),
    disarm: () => countdown.disarm(),
    when: 'after',
    cutAll,
    async close() {
      cutAll()
      await new Promise((closed) => relay.close(closed))
    },
  }
}

/** How many statements begin to run in each next piece of what a client sends: simple queries, and executions of prepared ones. */
function countStatements(): (bytes: Buffer) => number {
  let rest = Buffer.alloc(0)
  let started = false
  return (bytes) => {
    rest = Buffer.concat([rest, bytes])
    let found = 0
    for (;;) {
      // The first message of a connection has no letter before its length.
      const head = started ? 1 : 0
      if (rest.length < head + 4) return found
      const end = head + rest.readUInt32BE(head)
      if (rest.length < end) return found
      if (started && (rest[0] === 0x51 || rest[0] === 0x45)) found++
      started = true
      rest = rest.subarray(end)
    }
  }
}
