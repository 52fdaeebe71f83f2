import type { Todo } from '../../contract/todos.ts'
import { type Act, type TodoFields, todo_fields } from './ops.ts'

type Change = Extract<Act, { kind: 'change_todo' }>
/** A zone goes with its date. */
export type Field = Exclude<keyof TodoFields, 'time_zone'>
export type Choices = Partial<Record<Field, 'mine' | 'theirs' | 'both'>>

/** The fields in which a wish differs from what the server has. */
export const conflictsOf = ({ change }: Pick<Change, 'change'>, current: Todo): Field[] =>
  todo_fields.filter((name): name is Field => name !== 'time_zone' && name in change && change[name] !== current[name])

/** Of texts both can be kept, one after the other. */
export function bothOf(field: Field, mine: unknown, theirs: unknown): string | undefined {
  if (typeof mine !== 'string' || typeof theirs !== 'string' || mine === '' || theirs === '') return undefined
  if (field === 'title') return `${mine} / ${theirs}`.length <= 500 ? `${mine} / ${theirs}` : undefined
  if (field === 'description') return `${mine}\n\n${theirs}`.length <= 10_000 ? `${mine}\n\n${theirs}` : undefined
  return undefined
}

/** What is to be said after the person has chosen; undefined when all of it is as the server has it. */
export function resolved(mine: Change, current: Todo, chosen: Choices): Change | undefined {
  const change: Change['change'] = mine.change.after_id === undefined ? {} : { after_id: mine.change.after_id }
  const before: Partial<TodoFields> = {}
  for (const field of conflictsOf(mine, current)) {
    const choice = chosen[field] ?? 'mine'
    if (choice === 'theirs') continue
    const value = choice === 'both' ? bothOf(field, mine.change[field], current[field]) : mine.change[field]
    Object.assign(change, { [field]: value })
    Object.assign(before, { [field]: current[field] })
    if (field === 'due_date' && mine.change.time_zone !== undefined) Object.assign(change, { time_zone: mine.change.time_zone })
  }
  return Object.keys(change).length === 0 ? undefined : { ...mine, change, before, version: current.version }
}
