import { openSqlite } from '#server/db/sqlite-store.ts'
import { nobody } from './ticks.ts'

/** A process of its own that writes to the same file: `second-writer.ts FILE COUNT`. */
const [file = '', count = ''] = process.argv.slice(2)
const store = openSqlite(file, { now: () => new Date() })
let kept = 0
let refused = 0
for (let n = 0; n < Number(count); n++)
  await store
    .write(nobody, (tx) =>
      tx
        .insertInto('ticks')
        .values({ id: `there ${n}`, n })
        .execute(),
    )
    .then(
      () => kept++,
      () => refused++,
    )
await store.close()
console.log(`${kept} kept, ${refused} refused`)
