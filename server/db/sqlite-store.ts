import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { CommitGroup } from './commit-group.ts'
import { refuseInsideWrite, writing } from './db.ts'
import { rebuilding, refuseDangling } from './rebuilding.ts'
import { kyselyOn, openHandle } from './sqlite.ts'
import { type Store, silence } from './store.ts'
import { type Announcements, handlesOf, readerOf, runWork } from './write.ts'

export interface SqliteOptions {
  /** The clock, moved by tests. */
  now: () => Date
  /** How many writes may share a commit; 1 is one commit each, for the benchmark. */
  max_group?: number
}

/** A file with one writer handle, whose commits are shared, and one reader handle, which never waits for it. */
export function openSqlite(file: string, { now, max_group }: SqliteOptions): Store & { group: CommitGroup } {
  mkdirSync(dirname(file), { recursive: true })
  const writer = openHandle(file, 'writer')
  const reader = openHandle(file, 'reader')
  const { db: writerDb, execute } = kyselyOn(writer, 'writer')
  const creator = handlesOf(writerDb, execute)
  const reading = kyselyOn(reader, 'reader')
  const group = new CommitGroup(writer, max_group)
  const dataVersion = writer.prepare('pragma data_version')
  const version = () => (dataVersion.get() as { data_version: number }).data_version
  let seen = version()
  let listener: Announcements = silence
  return {
    group,
    dialect: 'sqlite',
    db: readerOf(reading.db, 'sqlite', reading.execute),
    async write(context, work) {
      refuseInsideWrite('A write')
      const { value, announce } = await group.run(() => runWork(creator, 'sqlite', context, now().toISOString(), work))
      const told = announce(listener)
      if (told) await told
      return value
    },
    migrate: async (change) => {
      await group.idle()
      const checked = async () => {
        // Every row is looked at: minutes on a large site, so only after a change.
        if (await change(writerDb)) refuseDangling(writer)
      }
      return rebuilding(writer, () => group.run(() => writing.run({ open: true }, checked)))
    },
    figures: () => ({ waiting: group.waiting, commits: group.commits }),
    announceTo(to) {
      listener = to
    },
    changedElsewhere() {
      const before = seen
      seen = version()
      return seen !== before
    },
    async close() {
      await group.idle()
      reader.close()
      writer.run('pragma wal_checkpoint(truncate)')
      writer.close()
    },
  }
}
