import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { parseQuickAdd, takeBack } from '../web/quick-add/parse.ts'

const lists = [
  { id: 'kerala', name: 'Kerala' },
  { id: 'january', name: 'Kerala in January' },
  { id: 'hindi', name: 'केरल' },
  { id: 'work', name: 'Work, mostly' },
]
/** A Friday, half past ten in India. */
const now = new Date('2026-11-27T05:00:00Z')
const context = { now, time_zone: 'Asia/Kolkata', lists }
const read = (text: string, more: Partial<typeof context> = {}) => parseQuickAdd(text, { ...context, ...more })
/** Title and due date; a time as the wall clock in India shows it. */
function due(text: string, more: Partial<typeof context> = {}) {
  const { title, due_date } = read(text, more)
  const zone = more.time_zone ?? context.time_zone
  const local = due_date?.includes('T')
    ? Temporal.Instant.from(due_date).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })
    : due_date
  return `${title} | ${local}`
}

test('the two sentences that it was made for', () => {
  expect(read('Book train tomorrow 9am !high #Kerala')).toEqual({
    title: 'Book train',
    due_date: '2026-11-28T03:30:00.000Z',
    time_zone: 'Asia/Kolkata',
    priority: 'high',
    list_id: 'kerala',
    recurrence: null,
    spans: [
      { kind: 'date', start: 11, end: 19 },
      { kind: 'time', start: 20, end: 23 },
      { kind: 'priority', start: 24, end: 29 },
      { kind: 'list', start: 30, end: 37 },
    ],
  })
  expect(read('कल सुबह 9 बजे ट्रेन बुक करो !ऊँची #केरल')).toMatchObject({
    title: 'ट्रेन बुक करो',
    due_date: '2026-11-28T03:30:00.000Z',
    priority: 'high',
    list_id: 'hindi',
  })
})

test('days', () => {
  for (const [text, day] of [
    ['x today', '2026-11-27'],
    ['x आज', '2026-11-27'],
    ['x परसों', '2026-11-29'],
    ['x day after tomorrow', '2026-11-29'],
    ['x monday', '2026-11-30'],
    ['x on Mon', '2026-11-30'],
    ['x friday', '2026-12-04'],
    ['x सोमवार को', '2026-11-30'],
    ['शुक्रवार तक x', '2026-12-04'],
    ['x next monday', '2026-11-30'],
    ['x next friday', '2026-12-04'],
    ['x अगले बुधवार को', '2026-12-02'],
    ['x next week', '2026-11-30'],
    ['x अगले महीने', '2026-12-01'],
    ['x in 3 days', '2026-11-30'],
    ['x in a week', '2026-12-04'],
    ['x in two months', '2027-01-27'],
    ['x 3 दिन में', '2026-11-30'],
    ['दो हफ़्ते बाद x', '2026-12-11'],
    ['x 24 Nov', '2027-11-24'],
    ['x 28 nov', '2026-11-28'],
    ['x on the 24th of November', '2027-11-24'],
    ['x Nov 28', '2026-11-28'],
    ['x November 24, 2028', '2028-11-24'],
    ['x 24/11', '2027-11-24'],
    ['x 27/11', '2026-11-27'],
    ['x 1.12.', '2026-12-01'],
    ['x 24/11/28', '2028-11-24'],
    ['x 24-11-2028', '2028-11-24'],
    ['x 2026-11-24', '2026-11-24'],
    ['x ५ दिसम्बर को', '2026-12-05'],
    ['x 29 feb', '2028-02-29'],
    ['x by the 5th', '2026-12-05'],
    ['x 5 तारीख को', '2026-12-05'],
    ['x weekend', '2026-11-28'],
  ])
    expect(due(text as string)).toBe(`x | ${day}`)
})

test('times: the next that comes, or those of the day beside them', () => {
  for (const [text, time] of [
    ['x 9am', '2026-11-28T09:00'],
    ['x 11 am', '2026-11-27T11:00'],
    ['x 9.30pm', '2026-11-27T21:30'],
    ['x at 10:15 p.m.', '2026-11-27T22:15'],
    ['x 09:30', '2026-11-28T09:30'],
    ['x noon', '2026-11-27T12:00'],
    ['x 12am', '2026-11-28T00:00'],
    ['x today 9am', '2026-11-27T09:00'],
    ['x tomorrow at 5', '2026-11-28T17:00'],
    ['x tomorrow morning at 5', '2026-11-28T05:00'],
    ['x tomorrow evening', '2026-11-28T18:00'],
    ['x tonight', '2026-11-27T21:00'],
    ['x 9 in the evening', '2026-11-27T21:00'],
    ['x शाम को', '2026-11-27T18:00'],
    ['x कल शाम', '2026-11-28T18:00'],
    ['x शाम 6 बजे', '2026-11-27T18:00'],
    ['x कल दोपहर 2 बजे', '2026-11-28T14:00'],
    ['x रात के 9 बजे', '2026-11-27T21:00'],
    ['x साढ़े नौ बजे', '2026-11-28T09:30'],
    ['x पौने 9 बजे', '2026-11-28T08:45'],
    ['x डेढ़ बजे', '2026-11-27T13:30'],
    ['x कल रात 2 बजे', '2026-11-29T02:00'],
    ['x in 2 hours', '2026-11-27T12:30'],
    ['x 30 मिनट में', '2026-11-27T11:00'],
  ])
    expect(due(text as string)).toBe(`x | ${time}`)
})

test('repetitions begin at their first day that is still to come', () => {
  for (const [text, rule, first] of [
    ['x every monday', 'FREQ=WEEKLY;BYDAY=MO', '2026-11-30'],
    ['x every friday', 'FREQ=WEEKLY;BYDAY=FR', '2026-11-27'],
    ['x every friday 9am', 'FREQ=WEEKLY;BYDAY=FR', '2026-12-04T03:30:00.000Z'],
    ['x every friday 5pm', 'FREQ=WEEKLY;BYDAY=FR', '2026-11-27T11:30:00.000Z'],
    ['x हर सोमवार', 'FREQ=WEEKLY;BYDAY=MO', '2026-11-30'],
    ['x हर सोमवार और गुरुवार को', 'FREQ=WEEKLY;BYDAY=MO,TH', '2026-11-30'],
    ['x every mon, wed and fri', 'FREQ=WEEKLY;BYDAY=MO,WE,FR', '2026-11-27'],
    ['x every weekday', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', '2026-11-27'],
    ['x every 2 weeks', 'FREQ=WEEKLY;INTERVAL=2', '2026-11-27'],
    ['x every other week', 'FREQ=WEEKLY;INTERVAL=2', '2026-11-27'],
    ['x every 2 weeks on tuesday', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', '2026-12-01'],
    ['x हर दूसरे हफ़्ते', 'FREQ=WEEKLY;INTERVAL=2', '2026-11-27'],
    ['x every day from 1 dec', 'FREQ=DAILY', '2026-12-01'],
    ['रोज़ x', 'FREQ=DAILY', '2026-11-27'],
    ['x every morning', 'FREQ=DAILY', '2026-11-28T03:30:00.000Z'],
    ['x हर महीने की 5 तारीख को', 'FREQ=MONTHLY;BYMONTHDAY=5', '2026-12-05'],
    ['x every month on the 27th at 9am', 'FREQ=MONTHLY;BYMONTHDAY=27', '2026-12-27T03:30:00.000Z'],
    ['x every 24 nov', 'FREQ=YEARLY', '2027-11-24'],
    ['x yearly', 'FREQ=YEARLY', '2026-11-27'],
  ])
    expect(read(text as string)).toMatchObject({ title: 'x', recurrence: rule as string, due_date: first as string })
})

test('lists: the longest name, a name’s first word, quotes; an unknown one stays and can be made', () => {
  expect(read('x #kerala in january y')).toMatchObject({ title: 'x y', list_id: 'january' })
  expect(read('x #KERALA, y')).toMatchObject({ title: 'x, y', list_id: 'kerala' })
  expect(read('x #"kerala in January"')).toMatchObject({ title: 'x', list_id: 'january' })
  expect(read('x #work')).toMatchObject({ title: 'x', list_id: 'work' })
  expect(read('x #work, mostly!')).toMatchObject({ title: 'x!', list_id: 'work' })
  expect(read('x #Goa')).toMatchObject({ title: 'x #Goa', list_id: null, spans: [{ kind: 'new_list', name: 'Goa', start: 2, end: 6 }] })
  expect(read('x #"Goa by bus"').spans).toEqual([{ kind: 'new_list', name: 'Goa by bus', start: 2, end: 15 }])
  for (const text of ['fix #12', 'learn C#', 'x #']) expect(read(text)).toMatchObject({ title: text, list_id: null, spans: [] })
})

test('priorities by word and by figure', () => {
  for (const [text, priority] of [
    ['!1', 'urgent'],
    ['!urgent', 'urgent'],
    ['!2', 'high'],
    ['!मध्यम', 'medium'],
    ['!4', 'low'],
    ['!कम', 'low'],
    ['!ऊंची', 'high'],
  ])
    expect(read(`x ${text}`)).toMatchObject({ title: 'x', priority: priority as 'low' })
  for (const text of ['x!high', 'wow !', 'x !5', 'x !!']) expect(read(text)).toMatchObject({ title: text, priority: 'none' })
})

test('what merely looks like a date is left in peace', () => {
  for (const text of [
    'sun cream',
    'Weekly review',
    'read "tomorrow never dies"',
    'open 24/7 help',
    'pay 31/02 bill',
    'March for justice',
    'May I',
    'https://x.org/24/11',
    'meet 9am-11am',
    'second hand',
    'शाम की चाय',
    'morning run',
    'at 9 doors',
  ])
    expect(due(text)).toBe(`${text} | null`)
})

test('of several days the one at the end was meant, then the one at the beginning', () => {
  expect(due('Prepare Monday meeting tomorrow')).toBe('Prepare Monday meeting | 2026-11-28')
  expect(due('Tomorrow book train for Friday trip')).toBe('book train for Friday trip | 2026-11-28')
  expect(due('Call Mum, tomorrow, then Dad')).toBe('Call Mum, then Dad | 2026-11-28')
})

test('a day is a day of the zone, a time its wall clock, also where the clock jumps', () => {
  const auckland = { time_zone: 'Pacific/Auckland' }
  expect(due('x today', { ...auckland, now: new Date('2026-11-27T12:00:00Z') })).toBe('x | 2026-11-28')
  const spring = { time_zone: 'America/New_York', now: new Date('2027-03-13T12:00:00Z') }
  expect(read('x tomorrow 2:30am', spring).due_date).toBe('2027-03-14T07:30:00.000Z')
  const autumn = { time_zone: 'America/New_York', now: new Date('2026-10-31T12:00:00Z') }
  expect(read('x tomorrow 1:30am', autumn).due_date).toBe('2026-11-01T05:30:00.000Z')
  expect(read('x today', { time_zone: 'No/Where' })).toMatchObject({ due_date: '2026-11-27', time_zone: 'UTC' })
})

const zone = fc.constantFrom('Asia/Kolkata', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Pacific/Apia', 'America/St_Johns', 'UTC')

test('any wall clock becomes the instant that the server makes of it', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2036-12-31'), noInvalidDate: true }),
      fc.integer({ min: 0, max: 1439 }),
      zone,
      (date, minutes, time_zone) => {
        const day = date.toISOString().slice(0, 10)
        const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
        const { due_date } = parseQuickAdd(`x ${day} ${clock}`, { now, time_zone, lists })
        const meant = Temporal.PlainDateTime.from(`${day}T${clock}`).toZonedDateTime(time_zone).toInstant()
        expect(due_date).toBe(meant.toString({ smallestUnit: 'millisecond' }))
      },
    ),
    { numRuns: 500 },
  )
})

const said = fc.constantFrom(
  ...['tomorrow', '9am', '!high', '#Kerala', 'in', '3', 'days', 'every', 'monday', ',', 'and', 'कल', 'सुबह', '9', 'बजे', 'हर', '"', '\\', '#"', '”'],
  ...['\\#x', '24/11', 'next', 'week', 'noon', 'शाम', 'को', 'at', '#kerala in january', '12:61', '99/99', '½', '´', '\u200d', '\0', 'İ', '़', '😀', '\ud800'],
)
const line = fc.oneof(
  fc
    .array(fc.oneof(said, fc.string({ unit: 'grapheme', maxLength: 6 }), fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 14 })
    .map((parts) => parts.join(' ')),
  fc.string({ unit: 'binary' }),
)
const letters = (text: string) => text.replaceAll(/[\s\\,]/g, '')

test('whatever is typed, nothing is thrown, and each letter is in the title or in a span', () => {
  fc.assert(
    fc.property(line, fc.date({ min: new Date('1971-01-01'), max: new Date('2190-01-01'), noInvalidDate: true }), zone, (text, at, time_zone) => {
      const { title, spans, due_date } = parseQuickAdd(text, { now: at, time_zone, lists })
      let rest = ''
      let from = 0
      for (const { start, end, kind } of spans) {
        expect(start >= from && end > start && end <= text.length).toBe(true)
        rest += text.slice(from, kind === 'new_list' ? end : start)
        from = end
      }
      expect(letters(title)).toBe(letters(rest + text.slice(from)))
      expect(due_date === null || /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\.000Z)?$/.test(due_date)).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

test('what is taken back is understood no more, and stands in the title as it was typed', () => {
  fc.assert(
    fc.property(
      fc.array(said, { minLength: 1, maxLength: 10 }).map((parts) => parts.join(' ')),
      fc.nat(),
      (text, choice) => {
        const { spans } = read(text)
        const span = spans[choice % (spans.length || 1)]
        if (!span) return
        const after = takeBack(text, span)
        const parsed = read(after)
        const words = letters(text.slice(span.start, span.end))
        expect(letters(parsed.title)).toContain(words)
        const again = parsed.spans.filter(({ start, end }) => start < span.end && end > span.start && letters(after.slice(start, end)) === words)
        expect(again).toEqual([])
      },
    ),
    { numRuns: 500 },
  )
})

test('a long line of such words is read to its end', () => {
  for (const word of ['9am ', 'monday and ', '#kerala ', '" ', 'every mon, ', '“', ',', 'कल ', 'x ']) {
    const { title, due_date } = read(`${word.repeat(10_000 / word.length)} y tomorrow`)
    expect(title.endsWith('y')).toBe(true)
    expect(due_date?.slice(0, 10)).toBe('2026-11-28')
  }
})
