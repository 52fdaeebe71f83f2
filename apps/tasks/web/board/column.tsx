import { type DragEvent, useId, useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { classes } from '#web/ui/classes.ts'
import type { Status } from '../../contract/fields.ts'
import { dragged, letDrop } from '../drag.ts'
import { useMoreT } from '../more-words.ts'
import { useTasks } from '../use-tasks.tsx'
import { useView } from '../use-view.ts'
import { Card } from './card.tsx'

/** All todos of one status; takes what is dropped on it. */
export function Column({ status, list_id }: { status: Status; list_id: string | null }) {
  const t = useMoreT()
  const { tasks, act } = useTasks()
  const { items, here, more, failed, loadMore, again } = useView(`status:${status}${list_id ? `:${list_id}` : ''}`)
  const [over, setOver] = useState(false)
  const heading = useId()
  const drop = (event: DragEvent) => {
    setOver(false)
    const todo = tasks.todos[dragged(event) ?? '']
    if (todo) act.setStatus([todo], status)
  }
  return (
    <section
      aria-labelledby={heading}
      onDragOver={(event) => letDrop(event) && setOver(true)}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classes('min-h-48 w-72 shrink-0 snap-start rounded-md p-2 transition-colors max-md:w-[80vw] xl:w-auto', over ? 'bg-neel-soft' : 'bg-sunk')}
    >
      <h2 id={heading} className="flex items-baseline gap-2 px-1 pb-2 font-semibold">
        {t(`board.status.${status}`)}
        <span className="font-normal text-13 text-ink-2">{here ? `${items.length}${more ? '+' : ''}` : ''}</span>
      </h2>
      <ul data-column={status} className="grid grid-cols-1 gap-2">
        {items.map((todo, i) => (
          <Card key={todo.id} todo={todo} first={i === 0} show_list={list_id === null} />
        ))}
      </ul>
      {here && items.length === 0 && <p className="px-1 py-3 text-15 text-ink-2">{t('board.empty')}</p>}
      {failed && (
        <p role="alert" className="px-1 py-3">
          {t('failed')}{' '}
          <Button small onClick={again}>
            {t('again')}
          </Button>
        </p>
      )}
      {more && !failed && (
        <Button small kind="quiet" className="mt-2" onClick={loadMore}>
          {t('board.more')}
        </Button>
      )}
    </section>
  )
}
