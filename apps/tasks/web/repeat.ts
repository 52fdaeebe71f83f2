import { addDays, weekdayOf } from './days.ts'

const rules = {
  daily: 'FREQ=DAILY',
  weekdays: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  weekly: 'FREQ=WEEKLY',
  fortnight: 'FREQ=WEEKLY;INTERVAL=2',
  monthly: 'FREQ=MONTHLY',
  yearly: 'FREQ=YEARLY',
} as const
export type Repeat = keyof typeof rules
export const repeats = Object.keys(rules) as Repeat[]

/** Which of the known ones a rule is; undefined for one of its own. */
export const repeatOf = (rule: string) => repeats.find((name) => rules[name] === rule)
export const ruleOf = (name: Repeat): string => rules[name]

/** Where a repetition begins that was given no date: today, and not on a Sunday where it is for working days. */
export function firstDay(name: Repeat, today: string): string {
  const weekday = weekdayOf(today)
  return name === 'weekdays' && weekday > 4 ? addDays(today, 7 - weekday) : today
}
