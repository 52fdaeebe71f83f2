import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useFormat } from '#web/i18n.ts'
import type { Todo } from '../../contract/todos.ts'
import { addDays, addMonths, type Day, weekdayOf } from '../days.ts'
import { weekdayName } from '../repeat/described.ts'
import { DayCell } from './day-cell.tsx'
import { type Month, weeksOf } from './month.ts'

interface Props {
  month: Month
  day: Day
  today: Day
  days: ReadonlyMap<Day, Todo[]>
  /** Also a day of another month, which brings that month. */
  onDay: (day: Day) => void
  onDrop: (todo_id: string, day: Day) => void
}

/** The month as a grid: one day of it can be reached by Tab, arrows go from day to day, Page Up and Down from month to month. */
export function MonthGrid({ month, day, today, days, onDay, onDrop }: Props) {
  const format = useFormat()
  const grid = useRef<HTMLTableElement>(null)
  /** Where keys have led, until the address follows: the next key goes on from there. */
  const ahead = useRef<Day>(undefined)
  // The focus goes along, also into a month that was not there before.
  useEffect(() => {
    if (ahead.current === undefined) return
    grid.current?.querySelector<HTMLElement>(`[data-day="${day}"]`)?.focus()
    if (ahead.current === day) ahead.current = undefined
  }, [day])
  const onKeyDown = (event: KeyboardEvent) => {
    const next = event.altKey || event.ctrlKey || event.metaKey ? undefined : dayAfterKey(event.key, ahead.current ?? day)
    if (next === undefined) return
    event.preventDefault()
    event.stopPropagation()
    ahead.current = next
    onDay(next)
  }
  const choose = (next: Day) => {
    ahead.current = undefined
    onDay(next)
  }
  const name = format.date(`${month}-01`, { month: 'long', year: 'numeric' })
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: it is the grid of the ARIA pattern for calendars, made of a table.
    <table ref={grid} role="grid" aria-label={name} className="w-full table-fixed border-collapse" onKeyDown={onKeyDown}>
      <thead>
        <tr>
          {[0, 1, 2, 3, 4, 5, 6].map((weekday) => (
            <th key={weekday} scope="col" abbr={weekdayName(format, weekday)} className="pb-1 font-normal text-13 text-ink-2">
              {weekdayName(format, weekday, 'short')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month).map((week) => (
          <tr key={week[0]}>
            {week.map((one) => (
              <DayCell
                key={one}
                day={one}
                outside={!one.startsWith(month)}
                today={one === today}
                chosen={one === day}
                todos={days.get(one) ?? []}
                onDay={choose}
                onDrop={onDrop}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function dayAfterKey(key: string, day: Day): Day | undefined {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, Home: -weekdayOf(day), End: 6 - weekdayOf(day) }
  const step = steps[key]
  if (step !== undefined) return addDays(day, step)
  return key === 'PageUp' ? addMonths(day, -1) : key === 'PageDown' ? addMonths(day, 1) : undefined
}
