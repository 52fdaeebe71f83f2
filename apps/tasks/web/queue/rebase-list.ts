import type { List } from '../../contract/lists.ts'
import type { Act, ListFields } from './ops.ts'

type Change = Extract<Act, { kind: 'change_list' }>
export type ListField = keyof ListFields
const fields = ['name', 'color'] as const

/** The fields that both have changed, to different values. */
export const listClashes = ({ change, before }: Pick<Change, 'change' | 'before'>, current: List): ListField[] =>
  fields.filter((name) => change[name] !== undefined && change[name] !== current[name] && before[name] !== current[name])

/** The same wish on top of what the server has by now, without the fields that are to stay as they are there; undefined when nothing is left of it. */
export function rebasedList(act: Change, current: List, left_out: readonly ListField[] = []): Change | undefined {
  const left = fields.filter((name) => !left_out.includes(name) && act.change[name] !== undefined && act.change[name] !== current[name])
  const pick = (of: Partial<ListFields>) => Object.fromEntries(left.map((name) => [name, of[name]])) as Partial<ListFields>
  const place = act.change.after_id === undefined ? {} : { after_id: act.change.after_id }
  if (left.length === 0 && act.change.after_id === undefined) return undefined
  return { ...act, change: { ...pick(act.change), ...place }, before: pick(current), version: current.version }
}
