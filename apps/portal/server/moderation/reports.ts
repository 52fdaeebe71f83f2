import type { z } from 'zod'
import { invalid } from '#contract/problem.ts'
import type { Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { addReport as endpoint } from '../../contract/moderation.ts'
import { requireReportable } from './objects.ts'

/** Tells staff, once a person and thing: the same again changes nothing. */
export async function addReport(tx: Tx, caller: Caller, { kind, id, reason, note }: z.output<typeof endpoint.body>): Promise<{ id: string }> {
  const object_id = id.toLowerCase()
  const { author_id } = await requireReportable(tx, kind, object_id)
  if (author_id === caller.id) throw invalid({ id: ['That is your own: change or remove it instead.'] })
  const report_id = Bun.randomUUIDv7()
  const made = await tx
    .insertInto('portal_reports')
    .values({
      ...{ id: report_id, kind, object_id, reporter_id: caller.id, reason, note },
      ...{ handled_at: null, handled_by: null, created_at: tx.now, updated_at: tx.now },
    })
    .onConflict((c) => c.columns(['kind', 'object_id', 'reporter_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made) {
    await tx.audit({ action: 'portal.reported', model: kind === 'post' ? 'portal_posts' : 'portal_comments', object_id, after: { reason } })
    return made
  }
  return tx
    .selectFrom('portal_reports')
    .select('id')
    .where('kind', '=', kind)
    .where('object_id', '=', object_id)
    .where('reporter_id', '=', caller.id)
    .executeTakeFirstOrThrow()
}
