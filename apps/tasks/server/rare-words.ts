import type { Db } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import type { Caller } from '#server/http/caller.ts'
import { searchText, wordsOf } from './words.ts'

/** What a search looks for: all of the whole words, and one of those that begin like the last. */
export interface Wanted {
  whole: string[]
  beginnings: string[]
}

/** A word in so many todos is rare. */
const rare = 100

/**
 * Numbers of the todos with all the words, where one of the words is rare; undefined where none is. To find a rare word beside a common one FTS5 walks through
 * all that it has of the common one, so the few todos with the rare word are read instead. PostgreSQL's index begins with the rarest by itself.
 */
export async function docsByRareWord(db: Db, caller: Caller, { whole, beginnings }: Wanted): Promise<number[] | undefined> {
  if (db.dialect !== 'sqlite') return undefined
  for (const word of whole) {
    const sql = 'select rowid as doc from todos_search where todos_search match ? order by rowid desc limit ?'
    const { rows } = await db.execute<{ doc: number }>(statement('sqlite', sql, [searchText('sqlite', caller.id, [], [word]), rare + 1]))
    if (rows.length > rare) continue
    const texts = await textsOf(
      db,
      rows.map(({ doc }) => doc),
    )
    const holdsAll = ({ title, description }: Texts) => {
      const words = new Set(wordsOf(`${title} ${description}`))
      return whole.every((one) => words.has(one)) && beginnings.some((one) => words.has(one))
    }
    return texts.filter(holdsAll).map(({ doc }) => doc)
  }
  return undefined
}

interface Texts {
  doc: number
  title: string
  description: string
}

async function textsOf(db: Db, docs: number[]): Promise<Texts[]> {
  const sql = 'select doc, title, description from todos where doc in (select value from json_each(?))'
  return (await db.execute<Texts>(statement('sqlite', sql, [JSON.stringify(docs)]))).rows
}
