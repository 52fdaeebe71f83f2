import { invalid, Problem } from '#contract/problem.ts'
import { digest } from '../crypto/tokens.ts'
import type { Tx } from '../db/db.ts'
import type { Caller } from './caller.ts'
import type { RequestFacts } from './request.ts'
import type { Reply } from './routes.ts'

/** So long a repeat of a call gets the answer of the first. */
export const keep_repeats_ms = 86_400_000

export interface RepeatKey {
  user_id: string
  endpoint: string
  key: string
  /** Of what was asked: the same key for something else is a mistake. */
  body_hash: string
}

/** What the header `Idempotency-Key` says; undefined without it, and for visitors, who have nothing to tell them apart by. */
export function repeatKeyOf({ raw }: RequestFacts, endpoint: string, caller: Caller | undefined, asked: unknown): RepeatKey | undefined {
  const key = raw.headers.get('idempotency-key')
  if (key === null || !caller) return undefined
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw invalid({ 'Idempotency-Key': ['Use 1 to 200 visible ASCII characters.'] })
  return { user_id: caller.id, endpoint, key, body_hash: digest(JSON.stringify(asked)) }
}

/**
 * A write that happens once for its key. Key and answer are stored by the write itself, in its transaction: of two that come at once one makes
 * the row, the other waits for it and gets its answer; one that fails leaves nothing behind and may be tried again.
 */
export function once<T>({ user_id, endpoint, key, body_hash }: RepeatKey, reply: Reply, work: (tx: Tx) => Promise<T>): (tx: Tx) => Promise<T> {
  return async (tx) => {
    const oldest = new Date(Date.parse(tx.now) - keep_repeats_ms).toISOString()
    const own = { user_id, endpoint, key }
    await tx
      .deleteFrom('repeated_calls')
      .where((e) => e.and(own))
      .where('created_at', '<', oldest)
      .execute()
    const row = { ...own, body_hash, answer: 'null', created_at: tx.now }
    const added = await tx
      .insertInto('repeated_calls')
      .values(row)
      .onConflict((c) => c.doNothing())
      .returning('key')
      .executeTakeFirst()
    if (added) {
      const value = await work(tx)
      await tx
        .updateTable('repeated_calls')
        .set({ answer: JSON.stringify(value ?? null) })
        .where((e) => e.and(own))
        .execute()
      return value
    }
    const before = await tx
      .selectFrom('repeated_calls')
      .select(['body_hash', 'answer'])
      .where((e) => e.and(own))
      .executeTakeFirstOrThrow()
    if (before.body_hash !== body_hash) throw new Problem('conflict', 'This Idempotency-Key was used for something else.')
    reply.header('idempotency-replayed', 'true')
    return JSON.parse(before.answer) as T
  }
}
