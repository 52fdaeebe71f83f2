import type { Todo } from '../../contract/todos.ts'
import { type Act, type TodoFields, todo_fields } from './ops.ts'

type Change = Extract<Act, { kind: 'change_todo' }>

const entriesOf = (change: Partial<TodoFields>) => todo_fields.flatMap((name) => (name in change ? [[name, change[name]] as const] : []))
/** Texts that differ only in how lines end are the same. */
const same = (a: unknown, b: unknown) => a === b || (typeof a === 'string' && typeof b === 'string' && plain(a) === plain(b))
const plain = (text: string) => text.normalize('NFC').replaceAll('\r\n', '\n').trim()

/** The fields that both have changed, to different values. */
export function clashes({ change, before }: Pick<Change, 'change' | 'before'>, current: Todo): (keyof TodoFields)[] {
  return entriesOf(change).flatMap(([name, mine]) => (same(current[name], mine) || same(current[name], before[name]) ? [] : [name]))
}

/**
 * The same wish on top of what the server has by now: what it has already is left out, what somebody else changed elsewhere stays theirs.
 * Undefined when nothing is left to say.
 */
export function rebased(act: Change, current: Todo): Change | undefined {
  const left = entriesOf(act.change).filter(([name, mine]) => !same(current[name], mine))
  const place = act.change.after_id === undefined ? {} : { after_id: act.change.after_id }
  if (left.length === 0 && act.change.after_id === undefined) return undefined
  const change = { ...(Object.fromEntries(left) as Partial<TodoFields>), ...place }
  const before = Object.fromEntries(left.map(([name]) => [name, current[name]])) as Partial<TodoFields>
  return { ...act, change, before, version: current.version }
}

/** A later wish for the same todo joins one that has not been sent, so that two devices differ once and not ten times. */
export function joined(first: Change, then: Change): Change {
  return { ...first, change: { ...first.change, ...then.change }, before: { ...then.before, ...first.before } }
}

/** What is left of a wish that grew while its first form was on its way; undefined when nothing is. */
export function remainder(sent: Act, grown: Act, answer: Todo): Act | undefined {
  const was = sent.kind === 'add_todo' ? sent.fields : sent.kind === 'change_todo' ? sent.change : {}
  const is = grown.kind === 'add_todo' ? grown.fields : grown.kind === 'change_todo' ? grown.change : {}
  const change = Object.fromEntries(Object.entries(is).filter(([name, value]) => was[name as keyof typeof was] !== value)) as Change['change']
  if (Object.keys(change).length === 0) return undefined
  return rebased({ kind: 'change_todo', id: answer.id, version: answer.version, change, before: {}, title: answer.title }, answer)
}
