import { newId } from '#contract/ids.ts'
import type { Db, Tx } from '#server/db/db.ts'
import type { TestSite } from '#server/testing.ts'
import { priorities, type Status, statuses } from '../contract/fields.ts'
import { NewTodo } from '../contract/todos.ts'
import { beginChange } from '../server/changes.ts'
import { positionBetween } from '../server/positions.ts'
import { insertRow } from '../server/todo-writes.ts'
import { newRow } from '../server/todos.ts'

const batch = 1000
/** One in a thousand todos has the rare one of these. */
const words = ['train', 'ticket', 'hotel', 'केरल', 'boat', 'tea', 'market', 'temple', 'beach', 'museum']

interface Options {
  status?: Status
  /** Every so many is urgent, the others are not; otherwise priorities take turns. */
  rare_every?: number
  /** Due on days that take turns; none by default for one in three. */
  from?: number
}

/** Many todos, through the app's own rows but without an audit entry or news for each: for tests and benchmarks. */
export async function fill(t: Pick<TestSite, 'site'>, user_id: string, list_id: string, count: number, options: Options = {}): Promise<void> {
  let position = await lastOf(t.site.store.db, list_id)
  for (let start = 0; start < count; start += batch)
    await t.site.store.write({ actor_id: user_id, ip: null, request_id: null }, async (tx) => {
      await beginChange(tx, user_id)
      for (let n = start; n < Math.min(start + batch, count); n++) {
        position = positionBetween(position, null)
        await insertRow(tx, rowOf(tx, user_id, list_id, (options.from ?? 0) + n, position, options))
      }
      await tx.updateTable('task_lists').set({ last_position: position }).where('id', '=', list_id).execute()
    })
  await t.site.store.write({ actor_id: user_id, ip: null, request_id: null }, (tx) => recountList(tx, list_id))
}

const lastOf = async (db: Db, id: string) =>
  (await db.selectFrom('task_lists').select('last_position').where('id', '=', id).executeTakeFirstOrThrow()).last_position

function rowOf(tx: Tx, user_id: string, list_id: string, n: number, position: string, { status, rare_every }: Options) {
  const fields = NewTodo.parse({
    id: newId(),
    list_id,
    title: `Todo ${n}`,
    description: `${words[n % words.length]} ${n % 1000 === 7 ? 'kingfisher' : words[(n * 7) % words.length]}`,
    status: status ?? statuses[n % statuses.length],
    priority: rare_every === undefined ? priorities[n % priorities.length] : n % rare_every === 0 ? 'urgent' : 'low',
    due_date: n % 3 === 0 ? null : `2027-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}`,
  })
  return { ...newRow(user_id, tx.now, position, fields), created_at: new Date(Date.parse(tx.now) - 10_000_000 + n).toISOString() }
}

async function recountList(tx: Tx, list_id: string): Promise<void> {
  const counted = await tx
    .selectFrom('todos')
    .select('status')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('list_id', '=', list_id)
    .where('deleted_at', 'is', null)
    .groupBy('status')
    .execute()
  const of = (...wanted: string[]) => counted.filter(({ status }) => wanted.includes(status)).reduce((sum, { n }) => sum + Number(n), 0)
  await tx
    .updateTable('task_lists')
    .set({ open_count: of('todo', 'in_progress'), todo_count: of(...statuses) })
    .where('id', '=', list_id)
    .execute()
}
