import { invalid } from '#contract/problem.ts'
import type { Tx } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import { statuses } from '../contract/fields.ts'
import { checkedPosition, type ListRow } from './lists.ts'
import { positionBetween } from './positions.ts'
import type { TodoRow } from './todo-rows.ts'

interface Place {
  after_id?: string | null | undefined
  before_id?: string | null | undefined
}

/** Where in its list a todo goes: next to the one that is named, or last. Says whether it is the new last one. */
export async function placeIn(tx: Tx, list: ListRow, place: Place, moved?: TodoRow): Promise<{ position: string; is_last: boolean }> {
  const { after_id, before_id } = place
  const id = after_id ?? before_id
  if (after_id === undefined && !before_id) return { position: positionBetween(list.last_position, null), is_last: true }
  if (id && id === moved?.id && moved.list_id === list.id) return { position: moved.position, is_last: false }
  const at = id ? await positionOf(tx, list, id) : null
  if (at === undefined) throw invalid({ [after_id ? 'after_id' : 'before_id']: ['No such todo in this list.'] })
  const down = after_id !== undefined
  const beside = await positionBeside(tx, list.id, at, down, moved?.id ?? null)
  const position = checkedPosition(down ? positionBetween(at, beside) : positionBetween(beside, at))
  return { position, is_last: position > list.last_position }
}

async function positionOf(tx: Tx, list: ListRow, id: string): Promise<string | undefined> {
  const found = statement(tx.dialect, 'select position from todos where id = ? and list_id = ? and deleted_at is null', [id, list.id])
  return (await tx.execute<{ position: string }>(found)).rows[0]?.position
}

/** The nearest position after or before a place; each status has its own stretch of the index. */
async function positionBeside(tx: Tx, list_id: string, at: string | null, down: boolean, except: string | null): Promise<string | null> {
  const [sign, direction] = down ? ['>', 'asc'] : ['<', 'desc']
  const one = `select * from (select position from todos where list_id = ? and status = ? and deleted_at is null and id <> ?
    ${at === null ? '' : `and position ${sign} ?`} order by position ${direction}, id ${direction} limit 1)`
  const sql = `${statuses.map((_, i) => `${one} as s${i}`).join(' union all ')} order by position ${direction} limit 1`
  const nobody = '00000000-0000-0000-0000-000000000000'
  const values = statuses.flatMap((status) => [list_id, status, except ?? nobody, ...(at === null ? [] : [at])])
  return (await tx.execute<{ position: string }>(statement(tx.dialect, sql, values))).rows[0]?.position ?? null
}

/** Right behind a todo of the list. */
export async function placeBehind(tx: Tx, { list_id, position }: TodoRow): Promise<string> {
  return checkedPosition(positionBetween(position, await positionBeside(tx, list_id, position, true, null)))
}

/** Its own place, or right behind whoever has it now. */
export async function freePosition(tx: Tx, row: TodoRow): Promise<string> {
  const taken = statement(tx.dialect, 'select 1 from todos where list_id = ? and position = ? and deleted_at is null limit 1', [row.list_id, row.position])
  return (await tx.execute(taken)).rows.length > 0 ? placeBehind(tx, row) : row.position
}
