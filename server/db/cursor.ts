import { z } from 'zod'
import type { Page } from '#contract/page.ts'
import { Problem } from '#contract/problem.ts'

/** Where a page begins: after or before the row with this id, or at the start. */
export type Position = { after: string } | { before: string } | undefined

const Cursor = z.union([z.strictObject({ after: z.uuid() }), z.strictObject({ before: z.uuid() })])

const encode = (position: Position) => Buffer.from(JSON.stringify(position)).toString('base64url')

/** Throws `invalid` for a cursor that we did not make. */
export function readCursor(cursor: string | undefined): Position {
  if (cursor === undefined) return undefined
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch (error) {
    throw new Problem('invalid', 'This cursor is not valid: start from the first page.', {
      fields: { cursor: ['This cursor is not valid: start from the first page.'] },
      cause: error,
    })
  }
}

/**
 * A part of a list in a fixed order of ids, stable while rows come and go. `fetch` gives up to `count` rows: from the start or after an id in
 * reading order, before an id the nearest first.
 */
export async function pageOfRows<T extends { id: string }>(
  cursor: string | undefined,
  limit: number,
  fetch: (position: Position, count: number) => Promise<T[]>,
): Promise<Page<T>> {
  const position = readCursor(cursor)
  const backwards = position !== undefined && 'before' in position
  const found = await fetch(position, limit + 1)
  const more = found.length > limit
  const items = found.slice(0, limit)
  if (backwards) items.reverse()
  const first = items[0]
  const last = items[items.length - 1]
  const hasPrevious = backwards ? more : position !== undefined
  const hasNext = backwards || more
  return {
    items,
    next: last && hasNext ? encode({ after: last.id }) : null,
    previous: first && hasPrevious ? encode({ before: first.id }) : null,
    limit,
  }
}
