import { useState } from 'react'
import { useFormat } from '#web/i18n.ts'
import { classes } from '#web/ui/classes.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import type { Todo } from '../contract/todos.ts'
import { Chunk, chunk_size } from './chunk.tsx'
import { type Grouping, type Line, linesOf } from './data/groups.ts'
import { dayText } from './due.ts'
import { useT } from './page-words.ts'
import { TodoEditor } from './todo-editor.tsx'
import { TodoRow } from './todo-row.tsx'
import { useLeaving } from './use-leaving.ts'
import { usePane } from './use-pane.tsx'
import { useReorder } from './use-reorder.ts'
import { useTasks } from './use-tasks.tsx'

interface Props {
  /** Names what is shown: what leaves it is seen to go, another view is simply another. */
  view: string
  items: readonly Todo[]
  grouping: Grouping
  show_list: boolean
  /** Where there is an order to change. */
  onMove?: (id: string, by: -1 | 1) => void
  onDrop?: (id: string, after_id: string | null) => void
  label: string
}

const no_drop = () => {}

export function TodoList({ view, items, grouping, show_list, onMove, onDrop, label }: Props) {
  const { clock } = useTasks()
  const { editing } = usePane()
  const { onGrip, dragged, drop } = useReorder(onDrop ?? no_drop)
  const gone = useLeaving(view, items)
  const lines = withLeaving(linesOf(items, grouping, clock), gone)
  const chunks = Array.from({ length: Math.ceil(lines.length / chunk_size) }, (_, i) => lines.slice(i * chunk_size, (i + 1) * chunk_size))
  return (
    <section aria-label={label} data-drags="">
      {chunks.map((chunk, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a chunk is its place; what is in it has keys of its own.
        <Chunk key={i} rows={chunk.length} first={i < 2} held={chunk.some(({ id }) => id === editing || id === dragged)}>
          {() => (
            <ul>
              {chunk.map((line) =>
                line.kind === 'heading' ? (
                  <Heading key={line.id} day={line.day} />
                ) : (
                  <Row
                    key={line.id}
                    todo={line.todo}
                    leaving={'leaving' in line}
                    show_list={show_list}
                    mark={drop?.id === line.id ? drop.side : dragged === line.id ? 'dragged' : undefined}
                    {...(onDrop ? { onGrip } : {})}
                    {...(onMove ? { onMove } : {})}
                  />
                ),
              )}
            </ul>
          )}
        </Chunk>
      ))}
    </section>
  )
}

type Shown = Line | (Extract<Line, { kind: 'todo' }> & { leaving: true })

function withLeaving(lines: readonly Line[], gone: ReturnType<typeof useLeaving>): Shown[] {
  const shown: Shown[] = [...lines]
  for (const { todo, after } of gone) {
    if (shown.some(({ id }) => id === todo.id)) continue
    const at = after === undefined ? 0 : shown.findIndex(({ id }) => id === after) + 1
    shown.splice(at, 0, { kind: 'todo', id: todo.id, todo, leaving: true })
  }
  return shown
}

function Heading({ day }: { day: string }) {
  const t = useT()
  const format = useFormat()
  const { clock } = useTasks()
  const known = day === 'overdue' || day === 'today'
  return (
    <li className="px-2 pt-5 pb-1">
      <h2 className={classes('text-15 font-semibold', day === 'overdue' ? 'text-sindoor' : 'text-ink')}>
        {known ? t(`views.${day}`) : dayText(day, clock, format, t)}
        {!known && <span className="ms-2 text-13 font-normal text-ink-2">{format.date(day, { weekday: 'short', day: 'numeric', month: 'short' })}</span>}
      </h2>
    </li>
  )
}

interface RowProps extends Pick<React.ComponentProps<typeof TodoRow>, 'todo' | 'show_list' | 'onGrip' | 'onMove'> {
  leaving: boolean
  mark: 'before' | 'after' | 'dragged' | undefined
}

/** A row, or in its place the editor; on phones that is a sheet. */
function Row({ mark, leaving, ...row }: RowProps) {
  const t = useT()
  const { editing, edit } = usePane()
  const { todo } = row
  const [sheet] = useState(() => typeof window !== 'undefined' && matchMedia('(width < 52rem)').matches)
  const close = () => {
    edit(undefined)
    setTimeout(() => {
      // Unless something else has it by now.
      if (document.activeElement === document.body) document.querySelector<HTMLElement>(`[data-todo="${todo.id}"] [data-row]`)?.focus()
    }, 0)
  }
  if (editing === todo.id && !sheet)
    return (
      <li data-todo={todo.id} data-drag={todo.id} className="arrive my-2 rounded-md border border-line bg-raised p-3">
        <TodoEditor todo={todo} onClose={close} />
      </li>
    )
  return (
    <>
      {mark === 'before' && <DropLine />}
      <TodoRow {...row} leaving={leaving} />
      {mark === 'after' && <DropLine />}
      {editing === todo.id && (
        <Dialog title={t('todo.edit')} onClose={close}>
          <div className="px-5 pb-5">
            <TodoEditor todo={todo} onClose={close} />
          </div>
        </Dialog>
      )}
    </>
  )
}

const DropLine = () => <li aria-hidden="true" className="mx-2 h-0.5 rounded-full bg-neel" />
