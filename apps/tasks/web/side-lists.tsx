import GripVertical from 'lucide-react/icons/grip-vertical'
import Plus from 'lucide-react/icons/plus'
import { type KeyboardEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { classes } from '#web/ui/classes.ts'
import { Dot } from './colors.tsx'
import { ListDialog } from './list-dialog.tsx'
import { ListMenu } from './list-menu.tsx'
import { useT } from './page-words.ts'
import { Count, SideLink } from './side-link.tsx'
import { afterStep, useReorder } from './use-reorder.ts'
import { useTasks } from './use-tasks.tsx'

/** The person's lists in their order, which a drag, Alt with an arrow, or the menu of a list changes. */
export function SideLists({ heading: Heading }: { heading: 'h2' | 'h3' }) {
  const t = useT()
  const navigate = useNavigate()
  const { lists, act } = useTasks()
  const [making, setMaking] = useState(false)
  const [said, setSaid] = useState('')
  const ids = lists.map(({ id }) => id)
  const moveTo = (id: string, after_id: string | null) => {
    const place = after_id === null ? 1 : ids.filter((one) => one !== id).indexOf(after_id) + 2
    const list = lists.find((one) => one.id === id)
    if (!list) return
    setSaid(t('lists.moved', { name: list.name, place, count: ids.length }))
    act.changeList(list, { after_id })
  }
  const step = (id: string, by: -1 | 1) => {
    const after = afterStep(ids, id, by)
    if (after === undefined) return
    moveTo(id, after)
    setTimeout(() => document.querySelector<HTMLElement>(`[data-list-link="${id}"]`)?.focus(), 0)
  }
  const { onGrip, drop } = useReorder(moveTo)
  const onKeyDown = (event: KeyboardEvent, id: string) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    event.stopPropagation()
    step(id, event.key === 'ArrowUp' ? -1 : 1)
  }
  return (
    <section aria-labelledby="lists-heading" className="mt-4">
      <div className="flex items-center ps-3">
        <Heading id="lists-heading" className="flex-1 text-13 font-semibold text-ink-2">
          {t('lists.label')}
        </Heading>
        <button
          type="button"
          aria-label={t('lists.new')}
          onClick={() => setMaking(true)}
          className="grid size-11 place-items-center rounded-md text-ink-2 transition-colors hover:bg-sunk hover:text-ink"
        >
          <Plus className="size-5" />
        </button>
      </div>
      {lists.length === 0 && <p className="px-3 py-1 text-13 text-ink-2">{t('lists.help')}</p>}
      <ul data-drags="" className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
        {lists.map((list) => (
          <li
            key={list.id}
            data-drag={list.id}
            onKeyDown={(event) => onKeyDown(event, list.id)}
            className={classes(
              'group/row relative flex items-center rounded-md',
              drop?.id === list.id && (drop.side === 'before' ? 'shadow-[0_-2px_0_var(--neel)]' : 'shadow-[0_2px_0_var(--neel)]'),
            )}
          >
            <button
              type="button"
              tabIndex={-1}
              aria-hidden="true"
              title={t('lists.drag', { name: list.name })}
              onPointerDown={onGrip}
              className="absolute -start-1.5 hidden h-10 w-5 cursor-grab touch-none place-items-center text-ink-2 opacity-0 group-hover/row:opacity-100 md:grid pointer-coarse:hidden"
            >
              <GripVertical className="size-3.5" />
            </button>
            <SideLink to={`/tasks/lists/${list.id}`} data-list-link={list.id} className="min-w-0 flex-1">
              <span className="grid size-5 shrink-0 place-items-center">
                <Dot color={list.color} />
              </span>
              <span dir="auto" className="min-w-0 flex-1 truncate">
                {list.name}
              </span>
              {list.open_count > 0 && <Count of={list.open_count} />}
            </SideLink>
            <ListMenu list={list} onMove={step} />
          </li>
        ))}
      </ul>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
      {making && <ListDialog onClose={() => setMaking(false)} onMade={(id) => void navigate(`/tasks/lists/${id}`)} />}
    </section>
  )
}
