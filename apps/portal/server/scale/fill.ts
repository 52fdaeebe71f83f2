import type { Tx } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import { anywhere, type Indexed, in_name, tablesOf } from '../search/documents.ts'
import { wordsOf } from '../search/words.ts'

type Value = string | number | null
/** A column and its type on PostgreSQL. */
export type Column = readonly [name: string, type: string]

/** Many rows in one statement: what they are is one JSON text. */
export async function insertAll(tx: Tx, table: string, columns: readonly Column[], rows: Value[][]): Promise<void> {
  const names = columns.map(([name]) => name).join(', ')
  const fields = columns.map(([, type], n) => (tx.dialect === 'sqlite' ? `value ->> '$[${n}]'` : `(value ->> ${n})::${type}`)).join(', ')
  const from = tx.dialect === 'sqlite' ? 'json_each(?)' : 'jsonb_array_elements(?::jsonb) as value'
  await tx.execute(statement(tx.dialect, `insert into ${table} (${names}) select ${fields} from ${from}`, [JSON.stringify(rows)]))
}

export interface Entry {
  doc: number
  id: string
  name: string
  text: string
}

/** The same entries as `putDocument` makes, for many at once; the words have been learnt before. */
export async function indexAll(tx: Tx, kind: Indexed, entries: Entry[]): Promise<void> {
  const [docs, index] = tablesOf[kind]
  const tokens = entries.map(({ name, text }) => {
    const named = wordsOf(name)
    return [...named.map((word) => in_name + word), ...new Set([...named, ...wordsOf(text)].map((word) => anywhere + word))]
  })
  const rows = entries.map(({ doc, id }): Value[] => [doc, id, ''])
  const columns = [
    ['doc', 'bigint'],
    ['object_id', 'uuid'],
    ['scope', 'text'],
  ] as const
  if (tx.dialect === 'sqlite') {
    await insertAll(tx, docs, columns, rows)
    await insertAll(
      tx,
      index,
      [
        ['rowid', ''],
        ['words', ''],
      ],
      entries.map(({ doc }, n) => [doc, tokens[n]?.join(' ') ?? '']),
    )
    return
  }
  const with_words = rows.map((row, n) => [...row, tokens[n]?.map((token) => `'${token}'`).join(' ') ?? ''])
  await insertAll(tx, docs, [...columns, ['words', 'tsvector']], with_words)
}
