import { addDays, type Day, weekdayOf } from '../days.ts'
import { comingDate, comingMonthday } from './date-rules.ts'
import { day_parts, months, numberOf, numbers, type Unit, units, weekdays } from './dictionary.ts'
import { type Meaning, type Rule, rule } from './rules.ts'

const every = '(?:every|each|हर|प्रत्येक)'
/** As rules write them; Monday first. */
export const weekday_codes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const frequencies: Partial<Record<Unit, string>> = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' }
const max_interval = 1000

const repeat = (rule_text: string, first: Day | undefined): Meaning | undefined => (first ? { kind: 'recurrence', rule: rule_text, first } : undefined)

function everyUnit(today: Day, n: number, unit: Unit | undefined): Meaning | undefined {
  const frequency = unit && frequencies[unit]
  if (!frequency || !(n >= 1 && n <= max_interval)) return undefined
  return repeat(`FREQ=${frequency}${n === 1 ? '' : `;INTERVAL=${n}`}`, today)
}

/** The first of these days that comes, today counted. */
function onWeekdays(today: Day, days: (number | undefined)[], interval = ''): Meaning | undefined {
  const sorted = [...new Set(days)].filter((day) => day !== undefined).sort((a, b) => a - b)
  const ahead = Math.min(...sorted.map((day) => (day - weekdayOf(today) + 7) % 7))
  return repeat(`FREQ=WEEKLY${interval};BYDAY=${sorted.map((day) => weekday_codes[day]).join(',')}`, addDays(today, ahead))
}

const monthly = (today: Day, day: string) => repeat(`FREQ=MONTHLY;BYMONTHDAY=${Number(day)}`, comingMonthday(today, Number(day)))
const yearly = (today: Day, day: string, month: string) => repeat('FREQ=YEARLY', comingDate(today, months.of(month) ?? 0, Number(day)))

const weekday_list = `(${weekdays.any}(?:(?: ,)?(?: (?:and|&|और|व))? ${weekdays.any}){0,6})`
const daysIn = (list: string) => list.split(' ').flatMap((word) => weekdays.of(word) ?? [])
const second = '(?:other|second|दूसरे|दूसरी)'

export const repeat_rules: Rule[] = [
  rule(`(?:on )?${every} ${weekday_list}(?: को)?`, ([, list = ''], today) => onWeekdays(today, daysIn(list))),
  rule(`(?:on )?${every} ${second} (${weekdays.any})(?: को)?`, ([, name = ''], today) => onWeekdays(today, [weekdays.of(name)], ';INTERVAL=2')),
  rule(`(?:on )?${every} (?:weekday|workday|working day|कार्यदिवस|कामकाजी दिन)`, (_, today) => onWeekdays(today, [0, 1, 2, 3, 4])),
  rule(`(?:on )?${every} weekend`, (_, today) => onWeekdays(today, [5, 6])),
  rule(`${every} (${units.any})(?: में| को)?`, ([, unit = ''], today) => everyUnit(today, 1, units.of(unit))),
  rule(`${every} (\\d{1,4}|${numbers.any}) (${units.any})(?: में| पर| बाद| के बाद)?`, ([, n = '', unit = ''], today) =>
    everyUnit(today, numberOf(n), units.of(unit)),
  ),
  rule(`${every} ${second} (${units.any})`, ([, unit = ''], today) => everyUnit(today, 2, units.of(unit))),
  rule(`${every} (\\d{1,3}|${numbers.any}) (?:weeks?|हफ्ते|हफ्तों|सप्ताह) (?:on )?${weekday_list}(?: को)?`, ([, n = '', list = ''], today) =>
    onWeekdays(today, daysIn(list), numberOf(n) === 1 ? '' : `;INTERVAL=${numberOf(n)}`),
  ),
  rule(`${every} (${day_parts.any})(?: को)?`, ([, name = ''], today) => {
    const found = day_parts.of(name)
    return found && { kind: 'recurrence', rule: 'FREQ=DAILY', first: today, part: found }
  }),
  rule(`(?:on the (\\d{1,2})(?:st|nd|rd|th)? (?:of )?(?:every|each) month)`, ([, day = ''], today) => monthly(today, day)),
  rule(`(?:every|each) month on (?:the )?(\\d{1,2})(?:st|nd|rd|th)?`, ([, day = ''], today) => monthly(today, day)),
  rule(`${every} (?:महीने|माह)(?: की)? (\\d{1,2}) तारीख(?: को)?`, ([, day = ''], today) => monthly(today, day)),
  rule(`(?:on )?${every} (\\d{1,2})(?:st|nd|rd|th)? (${months.any})(?: को)?`, ([, day = '', month = ''], today) => yearly(today, day, month)),
  rule(`(?:on )?${every} (${months.any}) (\\d{1,2})(?:st|nd|rd|th)?`, ([, month = '', day = ''], today) => yearly(today, day, month)),
  rule('(?:रोज|रोजाना|प्रतिदिन)', (_, today) => everyUnit(today, 1, 'day')),
  rule('daily', (_, today) => everyUnit(today, 1, 'day'), true),
  rule('weekly', (_, today) => everyUnit(today, 1, 'week'), true),
  rule('monthly', (_, today) => everyUnit(today, 1, 'month'), true),
  rule('(?:yearly|annually)', (_, today) => everyUnit(today, 1, 'year'), true),
]
