import { expect, test } from 'bun:test'
import { formatter, translate } from '#web/i18n.ts'
import { checkRule, nextOccurrence } from '../server/recurrence.ts'
import { en } from '../web/more-words/en.ts'
import { hi } from '../web/more-words/hi.ts'
import { repeatWords } from '../web/repeat/described.ts'
import { firstOf, onOptions, readRule, writeRule } from '../web/repeat/rule.ts'

const inEnglish = (rule: string) => repeatWords(rule, (key, values) => translate(en, 'en', key, values), formatter('en'))
const inHindi = (rule: string) => repeatWords(rule, (key, values) => translate(hi, 'hi', key, values), formatter('hi'))

test.each([
  ['FREQ=DAILY', 'Every day', 'हर दिन'],
  ['FREQ=DAILY;INTERVAL=3', 'Every 3 days', 'हर 3 दिन में'],
  ['FREQ=WEEKLY;BYDAY=MO,TH', 'Every week on Monday and Thursday', 'हर हफ़्ते सोमवार और गुरुवार को'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;COUNT=10', 'Every 2 weeks on Friday, 10 times', 'हर 2 हफ़्ते में शुक्रवार को, 10 बार'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'Every weekday, Monday to Friday', 'सोमवार से शुक्रवार, हर दिन'],
  ['FREQ=MONTHLY;BYMONTHDAY=5', 'Every month on day 5', 'हर महीने की 5 तारीख़ को'],
  ['FREQ=MONTHLY;BYDAY=2MO', 'Every month on the second Monday', 'हर महीने के दूसरे सोमवार को'],
  ['FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR', 'Every 2 months on the last Friday', 'हर 2 महीने में आख़िरी शुक्रवार को'],
  ['FREQ=YEARLY;UNTIL=20301231', 'Every year, until 31 December 2030', 'हर साल, 31 दिसंबर 2030 तक'],
])('%s is read, said in both languages, written as it was, and taken by the server', (rule, english, hindi) => {
  expect([inEnglish(rule), inHindi(rule)]).toEqual([english, hindi])
  const read = readRule(rule)
  expect(read && writeRule(read)).toBe(rule)
  checkRule(rule, '2026-11-23', 'Asia/Kolkata')
  checkRule(rule, '2026-11-23T03:30:00.000Z', 'Asia/Kolkata')
})

test('what the editor cannot say it leaves alone', () => {
  for (const rule of [
    'FREQ=YEARLY;BYMONTH=1;BYDAY=1MO',
    'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1',
    'FREQ=WEEKLY;WKST=SU',
    'FREQ=MONTHLY;BYMONTHDAY=1,15',
    'FREQ=HOURLY',
  ]) {
    expect(readRule(rule)).toBeUndefined()
    expect(inEnglish(rule)).toBe(rule)
  }
})

test('an end that was said as an instant is read as its day', () => {
  expect(readRule('FREQ=YEARLY;UNTIL=20301231T235959Z')?.end).toEqual({ kind: 'until', day: '2030-12-31' })
})

test('the last day of a rule still counts, where the todo is', () => {
  const rule = writeRule({ frequency: 'DAILY', interval: 1, days: [], end: { kind: 'until', day: '2026-11-24' } })
  // Two in the night of the 24th in India; in UTC the night after it is the 24th, too.
  expect(nextOccurrence(rule, '2026-11-22T20:30:00.000Z', 'Asia/Kolkata', '2026-11-22T21:00:00Z')?.due_date).toBe('2026-11-23T20:30:00.000Z')
  expect(nextOccurrence(rule, '2026-11-23T20:30:00.000Z', 'Asia/Kolkata', '2026-11-23T21:00:00Z')).toBeUndefined()
  expect(nextOccurrence(rule, '2026-11-23', 'Asia/Kolkata', '2026-11-23T05:00:00Z')?.due_date).toBe('2026-11-24')
  expect(nextOccurrence(rule, '2026-11-24', 'Asia/Kolkata', '2026-11-24T05:00:00Z')).toBeUndefined()
})

test('what a month can be counted by from a day, and by what was chosen before', () => {
  const said = (day: string, chosen?: Parameters<typeof onOptions>[1]) =>
    onOptions(day, chosen).map((on) => (on.kind === 'day' ? on.day : `${on.nth} ${on.weekday}`))
  expect(said('2026-11-09')).toEqual([9, '2 0'])
  // The fourth Friday of that month is its last as well, the fifth Monday only that.
  expect(said('2026-11-27')).toEqual([27, '4 4', '-1 4'])
  expect(said('2026-11-30')).toEqual([30, '-1 0'])
  expect(said('2026-11-27', { kind: 'weekday', nth: -1, weekday: 4 })).toEqual([27, '4 4', '-1 4'])
  expect(said('2026-11-09', { kind: 'weekday', nth: -1, weekday: 4 })).toEqual([9, '2 0', '-1 4'])
})

test.each([
  ['FREQ=WEEKLY;BYDAY=MO,TH', '2026-11-29', '2026-11-30'],
  ['FREQ=WEEKLY;BYDAY=MO,TH', '2026-12-01', '2026-12-03'],
  ['FREQ=WEEKLY', '2026-12-01', '2026-12-01'],
  ['FREQ=MONTHLY;BYDAY=-1FR', '2026-11-28', '2026-12-25'],
  ['FREQ=MONTHLY;BYDAY=2MO', '2026-11-30', '2026-12-14'],
  ['FREQ=MONTHLY;BYMONTHDAY=31', '2026-11-01', '2026-12-31'],
  ['FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1', '2026-11-01', '2026-11-01'],
])('the first day of %s from %s on is %s', (rule, from, first) => expect(firstOf(rule, from)).toBe(first))
