import { z } from 'zod'
import type { Tx } from '#server/db/db.ts'
import { job, type Schedule } from '#server/jobs/job.ts'
import { beginChange } from './changes.ts'
import { tidySearch } from './tidy-search.ts'
import { deleteRows } from './todo-writes.ts'

/** So long the trash is kept. */
export const keep_trash_ms = 30 * 86_400_000
/** Rows in one write: others wait meanwhile. */
const batch = 500

/** What has lain in the trash for 30 days goes for good, a batch at a time. */
const purge = job({
  name: 'tasks.purge_trash',
  payload: z.object({}),
  async run({ site }) {
    const before = new Date(site.now().getTime() - keep_trash_ms).toISOString()
    for (const step of [purgeTodos, purgeLists])
      while ((await site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) => step(tx, before))) === batch) await Bun.sleep(5)
  },
})

async function purgeTodos(tx: Tx, before: string): Promise<number> {
  const rows = await tx.selectFrom('todos').select(['doc', 'user_id']).where('deleted_at', '<', before).orderBy('deleted_at').limit(batch).execute()
  for (const user_id of [...new Set(rows.map((row) => row.user_id))].sort()) await beginChange(tx, user_id)
  // Looked at again behind the lock: somebody may have restored one meanwhile.
  const docs =
    rows.length === 0
      ? []
      : await stillTrashed(
          tx,
          rows.map(({ doc }) => doc),
          before,
        )
  await deleteRows(tx, docs)
  if (docs.length > 0) await tx.audit({ action: 'tasks.trash_purged', model: 'todos', object_id: `${docs.length} todos`, before: { before } })
  return rows.length
}

async function stillTrashed(tx: Tx, docs: number[], before: string): Promise<number[]> {
  const rows = await tx.selectFrom('todos').select('doc').where('doc', 'in', docs).where('deleted_at', '<', before).execute()
  return rows.map(({ doc }) => doc)
}

/** A list goes when none of its todos is left. */
async function purgeLists(tx: Tx, before: string): Promise<number> {
  const rows = await tx
    .selectFrom('task_lists as l')
    .select(['l.id', 'l.user_id', 'l.name'])
    .where('l.deleted_at', '<', before)
    .where((e) => e.not(e.exists(e.selectFrom('todos').select('todos.id').whereRef('todos.list_id', '=', 'l.id'))))
    .limit(batch)
    .execute()
  for (const user_id of [...new Set(rows.map((row) => row.user_id))].sort()) await beginChange(tx, user_id)
  for (const { id, name } of rows) {
    await tx.deleteFrom('task_lists').where('id', '=', id).where('deleted_at', '<', before).execute()
    await tx.audit({ action: 'tasks.list_purged', model: 'task_lists', object_id: id, before: { name } })
  }
  return rows.length
}

/** Searches stay as quick as in a small index. */
export const tidy = job({ name: 'tasks.tidy_search', payload: z.object({}), run: async ({ site }) => void (await tidySearch(site)) })

export const jobs = [purge, tidy]
export const schedules: Schedule[] = [
  { name: 'tasks.purge_trash', cron: '53 2 * * *', job: purge },
  { name: 'tasks.tidy_search', cron: '23 * * * *', job: tidy },
]
