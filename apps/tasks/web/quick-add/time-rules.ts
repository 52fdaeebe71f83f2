import { type DayPart, day_parts, hindi_fractions, numberOf, numbers } from './dictionary.ts'
import { type Meaning, type Rule, rule } from './rules.ts'

const before = '(?:(?:at|@|by|from|until|till) )?'
const behind = '(?: (?:को|तक|से|पर|के लिए))?'

function time(hour: number, minute: number, half: 'am' | 'pm' | 'clock' | 'bare'): Meaning | undefined {
  if (minute > 59 || hour > 23) return undefined
  if (half === 'clock' || half === 'bare') return { kind: 'time', minutes: hour * 60 + minute, half: half === 'bare' && hour > 12 ? 'clock' : half }
  if (hour < 1 || hour > 12) return undefined
  return { kind: 'time', minutes: ((hour % 12) + (half === 'pm' ? 12 : 0)) * 60 + minute, half: 'known' }
}

const part = (name: string, standing: boolean): Meaning | undefined => {
  const found = day_parts.of(name)
  return found && { kind: 'part', part: found, standing }
}

const withPart = (name: string) => {
  const found = day_parts.of(name)
  return found ? { part: found } : {}
}

/** An hour as it is meant in a part of the day, in minutes; beyond 24 hours it is the next day's, since two at night comes after the evening. */
export function inPart(minutes: number, { name }: DayPart): number {
  if (minutes >= 13 * 60) return minutes
  const [hour, half_day] = [Math.floor(minutes / 60), 12 * 60]
  if (name === 'morning') return minutes
  if (name === 'noon' || name === 'afternoon') return hour < 9 ? minutes + half_day : minutes
  if (name === 'evening') return hour < 12 ? minutes + half_day : minutes
  if (hour === 12) return minutes + half_day
  return hour < 5 ? minutes + 2 * half_day : minutes + half_day
}

/** `साढ़े 9 बजे`, `डेढ़ बजे`: nine and a half, one and a half. */
function hindiTime([, fraction = '', word = '', colon = '']: string[]): Meaning | undefined {
  if (word === 'डेढ' || word === 'ढाई') return { kind: 'time', minutes: word === 'डेढ' ? 90 : 150, half: 'bare' }
  const hour = numberOf(word)
  if (colon) return time(hour, Number(colon), 'clock')
  const whole = time(hour, 0, 'bare')
  if (whole?.kind !== 'time') return undefined
  return { ...whole, minutes: (whole.minutes + (hindi_fractions.of(fraction) ?? 0) + 1440) % 1440 }
}

export const time_rules: Rule[] = [
  rule(`${before}(\\d{1,2})(?:[:.](\\d\\d))? ?([ap])(?:m|\\.m(?: \\.)?)`, ([, h = '', m = '', half = '']) =>
    time(Number(h), Number(m), half === 'a' ? 'am' : 'pm'),
  ),
  rule(`${before}(\\d{1,2}):(\\d\\d)${behind}`, ([, h = '', m = '']) => time(Number(h), Number(m), 'clock')),
  // Only behind a date or at the end: `at 9` may be anything.
  rule('(?:at|@) (\\d{1,2})', ([, h = '']) => time(Number(h), 0, 'bare'), true),
  rule("(\\d{1,2}) o['’]clock", ([, h = '']) => time(Number(h), 0, 'bare')),
  rule(`${before}noon`, () => ({ kind: 'time', minutes: 720, half: 'known' })),
  rule(`(?:(${hindi_fractions.any}) )?(\\d{1,2}|${numbers.any}|डेढ|ढाई)(?::(\\d\\d))? बजे${behind}`, hindiTime),
  rule(`(?:at )?(\\d{1,2})(?::(\\d\\d))? (?:in the|at) (${day_parts.any})`, ([, h = '', m = '', name = '']) => {
    const [hour, found] = [Number(h), day_parts.of(name)]
    if (!found || hour > 12 || hour < 1 || Number(m) > 59) return undefined
    return { kind: 'time', minutes: inPart(hour * 60 + Number(m), found), half: 'known' }
  }),
  rule('tonight', (_, today) => ({ kind: 'date', day: today, ...withPart('night') })),
  rule(`this (${day_parts.any})`, ([, name = ''], today) => ({ kind: 'date', day: today, ...withPart(name) })),
  rule(`in the (${day_parts.any})`, ([, name = '']) => part(name, true)),
  rule(`(${day_parts.any}) (?:को|तक|में|के लिए)`, ([, name = '']) => part(name, true)),
  rule(`(${day_parts.any})(?: के(?! लिए))?`, ([, name = '']) => part(name, false)),
]
