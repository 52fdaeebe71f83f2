import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import type { List } from '../contract/lists.ts'
import { color_names, colors, Dot } from './colors.tsx'
import { useT } from './page-words.ts'
import type { Op } from './queue/ops.ts'
import { type ListField, listClashes, rebasedList } from './queue/rebase-list.ts'
import { useTasks } from './use-tasks.tsx'
import { type Choice, Versions } from './versions.tsx'

/** Two names or colours of one list, side by side. */
export function ListConflictForm({ op, current }: { op: Op; current: List }) {
  const t = useT()
  const { act } = useTasks()
  const [chosen, setChosen] = useState<Partial<Record<ListField, Choice>>>({})
  const mine = op.act
  if (mine.kind !== 'change_list') return null
  const fields = listClashes(mine, current)
  const save = (event: FormEvent) => {
    event.preventDefault()
    const theirs = fields.filter((field) => chosen[field] === 'theirs')
    act.settle(op.id, rebasedList(mine, current, theirs))
  }
  return (
    <form onSubmit={save} className="grid gap-3">
      <p className="font-[550]">
        {t('sync.clash')}: {current.name}
      </p>
      <p className="text-13 text-ink-2">{t('sync.clash_why')}</p>
      {fields.map((field) => (
        <Versions
          key={field}
          label={t(field === 'name' ? 'lists.name' : 'lists.color')}
          name={`${op.id} ${field}`}
          choices={[
            ['mine', <Shown key="mine" field={field} value={mine.change[field] ?? ''} />],
            ['theirs', <Shown key="theirs" field={field} value={current[field]} />],
          ]}
          chosen={chosen[field] ?? 'mine'}
          onChoose={(choice) => setChosen({ ...chosen, [field]: choice })}
        />
      ))}
      <div className="flex flex-wrap justify-end gap-2">
        <Button kind="main" small type="submit">
          {t('sync.save')}
        </Button>
      </div>
    </form>
  )
}

function Shown({ field, value }: { field: ListField; value: string }): ReactNode {
  const t = useT()
  if (field === 'name') return value
  const known = color_names.find((name) => colors[name] === value)
  return (
    <>
      <Dot color={value} className="me-2 inline-block size-4 rounded-full align-[-2px]" />
      {known ? t(`lists.colors.${known}`) : value}
    </>
  )
}
