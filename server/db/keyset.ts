import { z } from 'zod'
import type { Page } from '#contract/page.ts'
import { Problem } from '#contract/problem.ts'

/** A row's place in an order: the value it is sorted by, then its id. */
export interface Key {
  value: string | number
  id: string
}

/** Where a page begins: next to a row, which may be gone by now, or at the start. */
export type Start = (Key & { side: 'after' | 'before' }) | undefined

const bad = (cause?: unknown) =>
  new Problem('invalid', 'This cursor is not valid: start from the first page.', {
    fields: { cursor: ['This cursor is not valid: start from the first page.'] },
    cause,
  })

/** A cursor is base64url of JSON: the order, the side, the row's key. It belongs to its order. */
export const keyCursor = (order: string, side: 'after' | 'before', { value, id }: Key) =>
  Buffer.from(JSON.stringify([order, side === 'after' ? 1 : 0, value, id])).toString('base64url')

/** Throws `invalid` for a cursor that we did not make, or made for another order. `value` is what the order sorts by. */
export function readKeyCursor(cursor: string | undefined, order: string, value: z.ZodType<string | number>): Start {
  if (cursor === undefined) return undefined
  try {
    const shape = z.tuple([z.literal(order), z.literal([0, 1]), value, z.uuid()])
    const [, after, at, id] = shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    if (typeof at === 'string' && (at.includes('\0') || !at.isWellFormed())) throw bad()
    return { side: after === 1 ? 'after' : 'before', value: at, id }
  } catch (error) {
    throw bad(error)
  }
}

/** What a search for a page found: rows from its start on, the nearest first, one more than asked when there are more. */
export interface Found<T> {
  rows: T[]
  /** The search stopped here, before it had enough rows; there may be more behind. */
  stopped?: Key
}

/** A page of rows in any order of (value, id), stable while rows come and go. */
export function pageOfFound<T>(order: string, start: Start, limit: number, { rows, stopped }: Found<T>, keyOf: (row: T) => Key): Page<T> {
  const backwards = start?.side === 'before'
  const more = rows.length > limit || stopped !== undefined
  const items = rows.slice(0, limit)
  const far = rows.length > limit ? items[limit - 1] : items[items.length - 1]
  const farthest = rows.length > limit ? far && keyOf(far) : (stopped ?? (far && keyOf(far)))
  if (backwards) items.reverse()
  const nearest = items.length > 0 ? keyOf((backwards ? items[items.length - 1] : items[0]) as T) : start
  const ahead = more && farthest ? farthest : undefined
  const behind = start && nearest
  const cursor = (side: 'after' | 'before', key: Key | undefined) => (key ? keyCursor(order, side, key) : null)
  return { items, next: cursor('after', backwards ? behind : ahead), previous: cursor('before', backwards ? ahead : behind), limit }
}
