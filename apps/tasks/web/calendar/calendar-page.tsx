import ChevronLeft from 'lucide-react/icons/chevron-left'
import ChevronRight from 'lucide-react/icons/chevron-right'
import { useEffect, useMemo } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useFormat } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { toast } from '#web/ui/toast.ts'
import type { Todo } from '../../contract/todos.ts'
import { todayOf } from '../data/clock.ts'
import { addDays, type Day, dayAt } from '../days.ts'
import { useMoreT } from '../more-words.ts'
import { TasksPage } from '../page.tsx'
import { useTasks } from '../use-tasks.tsx'
import { useView } from '../use-view.ts'
import { DayList } from './day-list.tsx'
import { byDay, dueOn, type Month, monthAfter, monthIn, weeksOf } from './month.ts'
import { MonthGrid } from './month-grid.tsx'

/** More than anybody has in six weeks. */
const most = 2000

/** The todos of a month by day; the address says which month and day, so that going back and sharing work. */
export function CalendarPage() {
  const t = useMoreT()
  const format = useFormat()
  const { tasks, act, clock } = useTasks()
  const [search, setSearch] = useSearchParams()
  const today = todayOf(clock)
  const month = monthIn(search.get('month'), today)
  const day = dayIn(search.get('day'), month, today)
  const { days, failed, again } = useMonth(month)
  const show = (next: Day) => setSearch({ month: next.slice(0, 7), day: next }, { replace: next.startsWith(month) })
  const move = (todo: Todo, to: Day) => {
    const undo = act.changeTodo(todo, dueOn(todo, to, clock.zone))
    toast({ text: t('calendar.moved', { day: format.date(to, { weekday: 'long', day: 'numeric', month: 'long' }) }), undo })
  }
  const drop = (id: string, to: Day) => {
    const todo = tasks.todos[id]
    if (todo && !(days.get(to) ?? []).some((one) => one.id === id)) move(todo, to)
  }
  const name = (length: 'long' | 'short') => format.date(`${month}-01`, { month: length, year: 'numeric' })
  return (
    <TasksPage title={name('long')} short_title={name('short')} actions={<Turn month={month} today={today} />}>
      {failed && (
        <p role="alert" className="flex items-center gap-3 pb-3">
          {t('failed')} <Button onClick={again}>{t('again')}</Button>
        </p>
      )}
      <div className="grid gap-x-8 gap-y-6 pb-6 md:px-2 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <MonthGrid month={month} day={day} today={today} days={days} onDay={show} onDrop={drop} />
        <DayList day={day} todos={days.get(day) ?? []} onMove={move} />
      </div>
    </TasksPage>
  )
}

/** Of an address; otherwise today, or the first of a month that today is not in. */
function dayIn(text: string | null, month: Month, today: Day): Day {
  const [, d] = new RegExp(`^${month}-(\\d\\d)$`).exec(text ?? '') ?? []
  const [year, m] = month.split('-').map(Number)
  const said = d === undefined ? undefined : dayAt(year ?? 0, m ?? 0, Number(d))
  return said ?? (today.startsWith(month) ? today : `${month}-01`)
}

/** Read to its end, however many pages that takes. */
function useMonth(month: Month) {
  const { clock } = useTasks()
  const weeks = weeksOf(month)
  const [from, last] = [weeks[0]?.[0] ?? '', weeks.at(-1)?.[6] ?? '']
  const { items, more, loadMore, failed, again } = useView(`days:${from}:${addDays(last, 1)}`)
  useEffect(() => {
    if (more && !failed && items.length < most) loadMore()
  }, [more, failed, items.length, loadMore])
  const days = useMemo(() => byDay(items, clock.zone), [items, clock.zone])
  return { days, failed, again }
}

function Turn({ month, today }: { month: Month; today: Day }) {
  const t = useMoreT()
  const look = 'grid size-11 place-items-center rounded-md text-ink-2 hover:bg-sunk hover:text-ink'
  return (
    <nav aria-label={t('calendar.months')} className="flex items-center">
      <Link to={`?month=${monthAfter(month, -1)}`} aria-label={t('calendar.before')} className={look}>
        <ChevronLeft className="size-5" />
      </Link>
      <Link to={`?month=${today.slice(0, 7)}&day=${today}`} className="btn btn-quiet btn-sm">
        {t('calendar.today')}
      </Link>
      <Link to={`?month=${monthAfter(month, 1)}`} aria-label={t('calendar.after')} className={look}>
        <ChevronRight className="size-5" />
      </Link>
    </nav>
  )
}
