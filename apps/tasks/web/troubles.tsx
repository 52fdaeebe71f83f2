import TriangleAlert from 'lucide-react/icons/triangle-alert'
import { useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { ConflictForm } from './conflict-form.tsx'
import { ListConflictForm } from './list-conflict-form.tsx'
import { type T, useT } from './page-words.ts'
import type { Op } from './queue/ops.ts'
import { useTasks } from './use-tasks.tsx'

/** What the server did not take, over every page of tasks until each of it is answered. */
export function Troubles() {
  const t = useT()
  const { troubles } = useTasks()
  const [open, setOpen] = useState(false)
  const count = troubles.length
  return (
    <div role="status">
      {count > 0 && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-sindoor-soft px-4 py-1 md:px-6">
          <TriangleAlert className="size-5 shrink-0 text-sindoor" aria-hidden="true" />
          <p className="min-w-0 flex-1 font-[550]">{t('sync.trouble', { count })}</p>
          <Button kind="quiet" small onClick={() => setOpen(true)}>
            {t('sync.look')}
          </Button>
        </div>
      )}
      {open && (
        <Dialog title={t('sync.title')} onClose={() => setOpen(false)} className="md:w-[44rem]">
          <ul className="grid gap-4 px-5 pb-5">
            {count === 0 && <li className="py-4">{t('sync.none')}</li>}
            {troubles.map((op) => (
              <li key={op.id} className="hairline pt-4">
                <Trouble op={op} />
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </div>
  )
}

function Trouble({ op }: { op: Op }) {
  const t = useT()
  const { act } = useTasks()
  const { trouble } = op
  if (!trouble) return null
  if (trouble.kind === 'conflict') return <ConflictForm op={op} current={trouble.current} />
  if (trouble.kind === 'list_conflict') return <ListConflictForm op={op} current={trouble.current} />
  const anew = trouble.kind === 'gone' && op.act.kind === 'change_todo'
  return (
    <div className="grid gap-2">
      <p className="font-[550]">{whatOf(op, t)}</p>
      <p className="text-ink-2">{trouble.kind === 'gone' ? t('sync.gone') : t('sync.refused', { message: trouble.message })}</p>
      <div className="flex flex-wrap gap-2">
        {trouble.kind === 'refused' && (
          <Button small onClick={() => act.settle(op.id, op.act)}>
            {t('sync.retry')}
          </Button>
        )}
        {anew && (
          <Button small onClick={() => act.makeAnew(op)}>
            {t('sync.anew')}
          </Button>
        )}
        <Button kind="quiet" small onClick={() => act.settle(op.id, undefined)}>
          {t('sync.drop')}
        </Button>
      </div>
    </div>
  )
}

export function whatOf({ act }: Op, t: T): string {
  const title = 'title' in act ? act.title : 'name' in act ? act.name : 'fields' in act ? act.fields.title : ''
  return t(`sync.what.${act.kind}`, { title, count: act.kind === 'bulk' ? act.todos.length : 1 })
}
