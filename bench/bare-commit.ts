import type { Database } from 'bun:sqlite'

/** A durable commit shared by all writes that wait for one, as Banyan's store has it: for the bare servers, nothing that fails rolls back alone. */
export function sharedCommit(db: Database) {
  const [begin, commit] = ['begin immediate', 'commit'].map((sql) => db.prepare(sql))
  let waiting: { work: () => unknown; resolve: (value: unknown) => void }[] = []
  const commitAll = () => {
    const group = waiting
    waiting = []
    begin?.run()
    const values = group.map(({ work }) => work())
    commit?.run()
    for (const [i, { resolve }] of group.entries()) resolve(values[i])
  }
  return (work: () => unknown): Promise<unknown> =>
    new Promise((resolve) => {
      waiting.push({ work, resolve })
      if (waiting.length === 1) setImmediate(commitAll)
    })
}
