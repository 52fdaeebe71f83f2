import { type FormEvent, useState } from 'react'
import { useFormat } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import type { Todo } from '../contract/todos.ts'
import { dueText } from './due.ts'
import { useT } from './page-words.ts'
import type { Act, Op, TodoFields } from './queue/ops.ts'
import { bothOf, conflictsOf, type Field, resolved } from './queue/resolve.ts'
import { repeatOf } from './repeat.ts'
import { useTasks } from './use-tasks.tsx'
import { type Choice, Versions } from './versions.tsx'

/** Two versions of one todo, field by field, side by side; nothing is chosen for the person but where to begin. */
export function ConflictForm({ op, current }: { op: Op; current: Todo }) {
  const { act } = op
  if (act.kind === 'remove_todo') return <Removal op={op} act={act} current={current} />
  if (act.kind !== 'change_todo') return null
  return current.deleted_at === null ? <Clash op={op} act={act} current={current} /> : <Deleted op={op} act={act} current={current} />
}

interface Props<K extends Act['kind']> {
  op: Op
  act: Extract<Act, { kind: K }>
  current: Todo
}

function Clash({ op, act: mine, current }: Props<'change_todo'>) {
  const t = useT()
  const { act } = useTasks()
  const shown = useShown()
  const fields = conflictsOf(mine, current)
  const [chosen, setChosen] = useState<Partial<Record<Field, Choice>>>({})
  const save = (event: FormEvent) => {
    event.preventDefault()
    act.settle(op.id, resolved(mine, current, chosen))
  }
  return (
    <form onSubmit={save} className="grid gap-3">
      <p className="font-[550]">
        {t('sync.clash')}: {current.title}
      </p>
      <p className="text-13 text-ink-2">{t('sync.clash_why')}</p>
      {fields.map((field) => {
        const both = bothOf(field, mine.change[field], current[field])
        const choices: [Choice, string][] = [
          ['mine', shown(field, mine.change)],
          ['theirs', shown(field, current)],
          ...(both === undefined ? [] : [['both', both] as [Choice, string]]),
        ]
        return (
          <Versions
            key={field}
            label={t(labels[field])}
            name={`${op.id} ${field}`}
            choices={choices}
            chosen={chosen[field] ?? 'mine'}
            onChoose={(choice) => setChosen({ ...chosen, [field]: choice })}
          />
        )
      })}
      <div className="flex flex-wrap justify-end gap-2">
        <Button kind="main" small type="submit">
          {t('sync.save')}
        </Button>
      </div>
    </form>
  )
}

function Deleted({ op, act: mine, current }: Props<'change_todo'>) {
  const t = useT()
  const { act } = useTasks()
  const shown = useShown()
  return (
    <div className="grid gap-2">
      <p className="font-[550]">
        {t('sync.deleted')}: {current.title}
      </p>
      <p className="text-ink-2">{t('sync.deleted_why')}</p>
      <dl className="grid gap-1">
        {conflictsOf(mine, current).map((field) => (
          <div key={field} className="flex gap-3">
            <dt className="w-24 shrink-0 text-13 text-ink-2">{t(labels[field])}</dt>
            <dd dir="auto" className="min-w-0 wrap-anywhere">
              {shown(field, mine.change)}
            </dd>
          </div>
        ))}
      </dl>
      <div className="flex flex-wrap gap-2">
        <Button small onClick={() => act.bringBack(op.id, mine, current)}>
          {t('sync.restore')}
        </Button>
        <Button kind="quiet" small onClick={() => act.settle(op.id, undefined)}>
          {t('sync.let_go')}
        </Button>
      </div>
    </div>
  )
}

function Removal({ op, act: mine, current }: Props<'remove_todo'>) {
  const t = useT()
  const { act } = useTasks()
  const shown = useShown()
  const told = (['title', 'description', 'status', 'priority', 'due_date'] as const).filter((field) => field === 'title' || current[field])
  return (
    <div className="grid gap-2">
      <p className="font-[550]">
        {t('sync.removal')}: {mine.title}
      </p>
      <p className="text-ink-2">{t('sync.removal_why')}</p>
      <dl className="grid gap-1">
        {told.map((field) => (
          <div key={field} className="flex gap-3">
            <dt className="w-24 shrink-0 text-13 text-ink-2">{t(labels[field])}</dt>
            <dd dir="auto" className="min-w-0 wrap-anywhere">
              {shown(field, current)}
            </dd>
          </div>
        ))}
      </dl>
      <div className="flex flex-wrap gap-2">
        <Button small className="text-sindoor" onClick={() => act.settle(op.id, { ...mine, version: current.version })}>
          {t('sync.remove')}
        </Button>
        <Button kind="quiet" small onClick={() => act.settle(op.id, undefined)}>
          {t('sync.keep')}
        </Button>
      </div>
    </div>
  )
}

const labels = {
  title: 'todo.title',
  description: 'todo.description',
  status: 'status.label',
  priority: 'priority.label',
  due_date: 'due.label',
  recurrence: 'repeat.label',
  list_id: 'todo.list',
} as const

/** A field's value in words. */
function useShown() {
  const t = useT()
  const format = useFormat()
  const { clock, tasks } = useTasks()
  return (field: Field, of: Partial<TodoFields>): string => {
    if (field === 'status' && of.status) return t(`status.${of.status}`)
    if (field === 'priority' && of.priority) return t(`priority.${of.priority}`)
    if (field === 'due_date') return dueText({ due_date: of.due_date ?? null, time_zone: of.time_zone ?? null }, clock, format, t) ?? t('due.none')
    if (field === 'list_id') return tasks.lists[of.list_id ?? '']?.name ?? ''
    if (field === 'recurrence') {
      const known = of.recurrence ? repeatOf(of.recurrence) : 'none'
      return known ? t(`repeat.${known}`) : (of.recurrence ?? '')
    }
    return String(of[field] ?? '') || t('sync.empty')
  }
}
