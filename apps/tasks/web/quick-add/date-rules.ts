import { addDays, addMonths, type Day, dayAt, weekdayOf } from '../days.ts'
import { doubtful_weekdays, months, near_days, numberOf, numbers, type Unit, units, weekdays } from './dictionary.ts'
import { type Meaning, type Rule, rule } from './rules.ts'

const before = '(?:(?:on|by|due|from|starting|until|till|for|this|इस) )?'
const before_surely = '(?:on|by|due|from|starting|until|till|this|इस) '
const behind = '(?: (?:को|तक|से|के लिए))?'
const count = `(\\d{1,3}|${numbers.any})`
const year = '(\\d{4})'
const nth = '(?:st|nd|rd|th)?'

const date = (day: Day | undefined): Meaning | undefined => (day ? { kind: 'date', day } : undefined)

/** The next one, today not counted: who means today says so. */
export const comingWeekday = (today: Day, weekday: number): Day => addDays(today, ((weekday - weekdayOf(today) + 6) % 7) + 1)
const mondayAfter = (today: Day): Day => comingWeekday(today, 0)

/** Without a year it is the next such day, today counted. */
export function comingDate(today: Day, month: number, day: number, said_year = ''): Day | undefined {
  if (said_year !== '') return dayAt(said_year.length === 2 ? 2000 + Number(said_year) : Number(said_year), month, day)
  const this_year = Number(today.slice(0, 4))
  for (let ahead = 0; ahead <= 8; ahead++) {
    const made = dayAt(this_year + ahead, month, day)
    if (made && made >= today) return made
  }
  return undefined
}

/** The next day of this number, today counted. */
export function comingMonthday(today: Day, day: number): Day | undefined {
  if (day < 1 || day > 31) return undefined
  for (let ahead = 0; ahead <= 2; ahead++) {
    const [of_year = 0, of_month = 0] = addMonths(`${today.slice(0, 7)}-01`, ahead)
      .split('-')
      .map(Number)
    const made = dayAt(of_year, of_month, day)
    if (made && made >= today) return made
  }
  return undefined
}

export function later(today: Day, n: number, unit: Unit): Day {
  if (unit === 'month' || unit === 'year') return addMonths(today, unit === 'year' ? 12 * n : n)
  return addDays(today, unit === 'week' ? 7 * n : n)
}

function afterA(today: Day, n: number, unit: Unit | undefined): Meaning | undefined {
  if (unit === undefined || !(n > 0)) return undefined
  if (unit === 'hour' || unit === 'minute') return { kind: 'instant', minutes: unit === 'hour' ? 60 * n : n }
  const day = later(today, n, unit)
  return day < '2200' ? date(day) : undefined
}

function nextUnit(today: Day, unit: Unit | undefined): Meaning | undefined {
  if (unit === 'week') return date(mondayAfter(today))
  if (unit === 'month') return date(addMonths(`${today.slice(0, 7)}-01`, 1))
  return unit === 'year' ? date(`${Number(today.slice(0, 4)) + 1}-01-01`) : undefined
}

const weekday = ([, name = '']: string[], today: Day) => date(comingWeekday(today, weekdays.of(name) ?? 0))
const doubtful = `(${[...doubtful_weekdays].join('|')})`
const monthDay = (today: Day, day: string, month: string, said_year = '') => date(comingDate(today, months.of(month) ?? 0, Number(day), said_year))

export const date_rules: Rule[] = [
  rule(`${before}(${near_days.any})${behind}`, ([, word = ''], today) => date(addDays(today, near_days.of(word) ?? 0))),
  rule('(?:on |by |for )?(?:the )?day after tomorrow', (_, today) => date(addDays(today, 2))),
  rule(`${before}(?!(?:${doubtful})(?: |$))(${weekdays.any})${behind}`, ([, , name = ''], today) => weekday(['', name], today)),
  rule(`${before_surely}${doubtful}`, weekday),
  rule(doubtful, weekday, true),
  rule(`(?:(?:on|by|due|from|for) )?(?:next|अगले|अगली|अगला) (${weekdays.any})${behind}`, ([, name = ''], today) =>
    date(addDays(mondayAfter(today), weekdays.of(name) ?? 0)),
  ),
  rule(`${before}(?:next|अगले|अगली|अगला) (${units.any})${behind}`, ([, name = ''], today) => nextUnit(today, units.of(name))),
  rule('(?:on |at |by )?(?:this |the )?weekend', (_, today) => date(weekdayOf(today) === 5 ? today : comingWeekday(today, 5)), true),
  rule(`(?:in|within|after) ${count} (${units.any})`, ([, n = '', unit = ''], today) => afterA(today, numberOf(n), units.of(unit))),
  rule(`${count} (${units.any}) (?:में|बाद|के बाद|के अंदर|के भीतर)`, ([, n = '', unit = ''], today) => afterA(today, numberOf(n), units.of(unit))),
  rule(`${before}(\\d{4})-(\\d\\d)-(\\d\\d)${behind}`, ([, y = '', m = '', d = ''], today) => date(comingDate(today, Number(m), Number(d), y))),
  // The day first, as in India; 24/7 is no date.
  rule(`${before}(?!24/7 |24/7$)(\\d{1,2})[/.](\\d{1,2})(?:[/.](\\d{4}|\\d\\d)| \\.(?= |$))?${behind}`, ([, d = '', m = '', y = ''], today) =>
    date(comingDate(today, Number(m), Number(d), y)),
  ),
  rule(`${before}(\\d{1,2})-(\\d{1,2})-(\\d{4})${behind}`, ([, d = '', m = '', y = ''], today) => date(comingDate(today, Number(m), Number(d), y))),
  rule(`${before}(?:the )?(\\d{1,2})${nth}(?: of)? (${months.any})(?:(?: ,)? ${year})?${behind}`, ([, d = '', m = '', y = ''], today) =>
    monthDay(today, d, m, y),
  ),
  rule(`${before}(${months.any}) (?:the )?(\\d{1,2})${nth}(?:(?: ,)? ${year})?${behind}`, ([, m = '', d = '', y = ''], today) => monthDay(today, d, m, y)),
  rule('(?:on|by|due|from|until|till) (?:the )?(\\d{1,2})(?:st|nd|rd|th)', ([, d = ''], today) => date(comingMonthday(today, Number(d)))),
  rule(`(\\d{1,2}) तारीख${behind}`, ([, d = ''], today) => date(comingMonthday(today, Number(d)))),
]
