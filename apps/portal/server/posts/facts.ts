import type { Fields } from './fields.ts'
import type { PostRow } from './rows.ts'

const told = ['slug', 'postname', 'category', 'state', 'language', 'cover_id', 'status', 'publish_at', 'held_at', 'translation_group'] as const
type Facts = Record<string, unknown>

/** What the audit log keeps of a post: never its text, only how long it is. */
export const factsOf = ({ postname, status, category, state, language, content, held_at }: PostRow): Facts => ({
  ...{ postname, status, category, state, language, length: content.length },
  ...(held_at !== null && { held: true }),
})

/** What is different, on either side; undefined when nothing is. */
export function differences(before: PostRow, after: PostRow): { before: Facts; after: Facts } | undefined {
  const names = told.filter((name) => before[name] !== after[name])
  const text = before.content === after.content
  if (names.length === 0 && text) return undefined
  const of = (row: PostRow): Facts => ({ ...Object.fromEntries(names.map((name) => [name, row[name]])), ...(!text && { length: row.content.length }) })
  return { before: of(before), after: of(after) }
}

const kept: (keyof Fields)[] = ['postname', 'content', 'category', 'state', 'cover_id']
/** Would an earlier version tell another story? */
export const isRewritten = (before: Fields, after: Fields): boolean => kept.some((name) => before[name] !== after[name])
