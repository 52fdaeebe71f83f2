import { lazy, type ReactNode, Suspense, useId, useState } from 'react'
import { useFormat } from '#web/i18n.ts'
import { priorities, statuses } from '../contract/fields.ts'
import type { Todo } from '../contract/todos.ts'
import { dueDay, todayOf } from './data/clock.ts'
import { DateInput } from './date-input.tsx'
import { instantOf } from './days.ts'
import { timeOf } from './due.ts'
import { useMoreT } from './more-words.ts'
import { useT } from './page-words.ts'
import { repeatWords } from './repeat/described.ts'
import { firstOf } from './repeat/rule.ts'
import { firstDay, type Repeat, repeatOf, repeats, ruleOf } from './repeat.ts'
import { useTasks } from './use-tasks.tsx'

const RepeatDialog = lazy(async () => ({ default: (await import('./repeat/repeat-dialog.tsx')).RepeatDialog }))

type Props = { todo: Todo }

function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-13 text-ink-2">
        {label}
      </label>
      {children(id)}
    </div>
  )
}

interface SelectProps<V extends string> {
  label: string
  value: V
  options: readonly { value: V; label: string }[]
  onChange: (value: V) => void
}

function Select<V extends string>({ label, value, options, onChange }: SelectProps<V>) {
  return (
    <Labelled label={label}>
      {(id) => (
        <select id={id} value={value} onChange={(event) => onChange(event.target.value as V)} className="control">
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  )
}

/** The day, and the time for whoever wants one. */
export function DueFields({ todo }: Props) {
  const t = useT()
  const { act, clock } = useTasks()
  const { zone } = clock
  const day = dueDay(todo, zone) ?? ''
  const time = timeOf(todo, zone)
  const set = (next_day: string, next_time: string) => {
    if (next_day === '') return act.changeTodo(todo, { due_date: null, time_zone: null, recurrence: null })
    if (!/^(19[7-9]|20|21)\d/.test(next_day)) return
    const [hours = 0, minutes = 0] = next_time.split(':').map(Number)
    act.changeTodo(todo, { due_date: next_time === '' ? next_day : instantOf(next_day, hours * 60 + minutes, zone), time_zone: zone })
  }
  return (
    <>
      <Labelled label={t('due.label')}>
        {(id) => <DateInput id={id} type="date" min="1970-01-01" max="2199-12-31" value={day} onChange={(next) => set(next, time)} className="control" />}
      </Labelled>
      <Labelled label={t('due.time')}>
        {(id) => <DateInput id={id} type="time" value={time} onChange={(next) => set(day || todayOf(clock), next)} className="control" />}
      </Labelled>
    </>
  )
}

export function PriorityField({ todo }: Props) {
  const t = useT()
  const { act } = useTasks()
  const options = priorities.map((value) => ({ value, label: t(`priority.${value}`) }))
  return <Select label={t('priority.label')} value={todo.priority} options={options} onChange={(priority) => act.changeTodo(todo, { priority })} />
}

export function StatusField({ todo }: Props) {
  const t = useT()
  const { act } = useTasks()
  const options = statuses.map((value) => ({ value, label: t(`status.${value}`) }))
  return <Select label={t('status.label')} value={todo.status} options={options} onChange={(status) => act.setStatus([todo], status)} />
}

export function ListField({ todo }: Props) {
  const t = useT()
  const { act, lists } = useTasks()
  const options = lists.map(({ id, name }) => ({ value: id, label: name }))
  const move = (id: string) => {
    const list = lists.find((one) => one.id === id)
    if (list) act.move([todo], list)
  }
  return <Select label={t('todo.list')} value={todo.list_id} options={options} onChange={move} />
}

type RepeatChoice = Repeat | 'none' | 'own' | 'custom'

export function RepeatField({ todo }: Props) {
  const t = useT()
  const { act, clock } = useTasks()
  const { recurrence } = todo
  const more = useMoreT()
  const format = useFormat()
  const [custom, setCustom] = useState(false)
  const known = recurrence === null ? 'none' : (repeatOf(recurrence) ?? 'own')
  const options: { value: RepeatChoice; label: string }[] = [
    { value: 'none', label: t('repeat.none') },
    ...repeats.map((value) => ({ value, label: t(`repeat.${value}`) })),
    ...(known === 'own' ? [{ value: 'own' as const, label: repeatWords(recurrence ?? '', more, format) }] : []),
    { value: 'custom', label: more('repeat.custom') },
  ]
  const day = dueDay(todo, clock.zone) ?? todayOf(clock)
  const set = (value: RepeatChoice) => {
    if (value === 'own') return
    if (value === 'custom') setCustom(true)
    else if (value === 'none') act.changeTodo(todo, { recurrence: null })
    else {
      // A rule has nothing to repeat without a date.
      const due = todo.due_date === null ? { due_date: firstDay(value, todayOf(clock)), time_zone: clock.zone } : {}
      act.changeTodo(todo, { ...due, recurrence: ruleOf(value) })
    }
  }
  const save = (rule: string) =>
    act.changeTodo(todo, { ...(todo.due_date === null && { due_date: firstOf(rule, day), time_zone: clock.zone }), recurrence: rule })
  return (
    <>
      <Select label={t('repeat.label')} value={known} options={options} onChange={set} />
      <Suspense>{custom && <RepeatDialog rule={recurrence} day={day} onSave={save} onClose={() => setCustom(false)} />}</Suspense>
    </>
  )
}
