import type { Priority } from '../../contract/fields.ts'
import { fold } from './tokens.ts'

/** What people call things, in both languages; written as they write it, compared folded. */
function table<T>(words: Record<string, T>): { of: (word: string) => T | undefined; any: string } {
  const folded = new Map(Object.entries(words).map(([word, value]) => [fold(word), value]))
  // Longer words first: `any` takes the first that fits.
  const any = [...folded.keys()].sort((a, b) => b.length - a.length).join('|')
  return { of: (word) => folded.get(word), any: `(?:${any})` }
}

function spread<T>(groups: [T, string][]): Record<string, T> {
  return Object.fromEntries(groups.flatMap(([value, words]) => words.split(' ').map((word) => [word, value] as const)))
}

/** 0 is Monday. */
export const weekdays = table(
  spread([
    [0, 'monday mon सोमवार'],
    [1, 'tuesday tues tue मंगलवार'],
    [2, 'wednesday wed बुधवार'],
    [3, 'thursday thurs thur thu गुरुवार गुरूवार बृहस्पतिवार वीरवार'],
    [4, 'friday fri शुक्रवार'],
    [5, 'saturday sat शनिवार'],
    [6, 'sunday sun रविवार इतवार'],
  ]),
)
/** Days whose short name is a word of its own: `sun cream`, `the cat sat`. */
export const doubtful_weekdays = new Set(['wed', 'sat', 'sun'])

export const months = table(
  spread([
    [1, 'january jan जनवरी'],
    [2, 'february feb फरवरी'],
    [3, 'march mar मार्च'],
    [4, 'april apr अप्रैल'],
    [5, 'may मई'],
    [6, 'june jun जून'],
    [7, 'july jul जुलाई'],
    [8, 'august aug अगस्त'],
    [9, 'september sept sep सितंबर'],
    [10, 'october oct अक्टूबर अक्तूबर'],
    [11, 'november nov नवंबर'],
    [12, 'december dec दिसंबर'],
  ]),
)

/** Days from today. */
export const near_days = table(
  spread([
    [0, 'today आज'],
    [1, 'tomorrow tmrw tmr कल'],
    [2, 'परसों'],
  ]),
)

export const units = table(
  spread([
    ['day', 'day days दिन दिनों रोज'],
    ['week', 'week weeks हफ्ता हफ्ते हफ़्तों हफ्तों सप्ताह सप्ताहों'],
    ['month', 'month months महीना महीने महीनों माह'],
    ['year', 'year years साल सालों वर्ष वर्षों'],
    ['hour', 'hour hours hr hrs घंटा घंटे घंटों घण्टे'],
    ['minute', 'minute minutes min mins मिनट मिनटों'],
  ] as const),
)
export type Unit = 'day' | 'week' | 'month' | 'year' | 'hour' | 'minute'

const counts = spread([
  [1, 'a an one एक'],
  [2, 'two दो'],
  [3, 'three तीन'],
  [4, 'four चार'],
  [5, 'five पाँच'],
  [6, 'six छह छः छे'],
  [7, 'seven सात'],
  [8, 'eight आठ'],
  [9, 'nine नौ'],
  [10, 'ten दस'],
  [11, 'eleven ग्यारह'],
  [12, 'twelve बारह'],
])
export const numbers = table(counts)
export const numberOf = (word: string): number => numbers.of(word) ?? Number(word)

/** Parts of the day, with the hour that they stand for alone. */
export const day_parts = table(
  spread([
    [{ name: 'morning', minutes: 9 * 60 }, 'morning सुबह सवेरे'],
    [{ name: 'noon', minutes: 12 * 60 }, 'दोपहर'],
    [{ name: 'afternoon', minutes: 15 * 60 }, 'afternoon'],
    [{ name: 'evening', minutes: 18 * 60 }, 'evening शाम'],
    [{ name: 'night', minutes: 21 * 60 }, 'night रात'],
  ] as const),
)
export type DayPart = { name: 'morning' | 'noon' | 'afternoon' | 'evening' | 'night'; minutes: number }

/** What is added to an hour: quarter past, half past, quarter to. */
export const hindi_fractions = table(
  spread([
    [15, 'सवा'],
    [30, 'साढ़े'],
    [-15, 'पौने'],
  ]),
)

/** One is the most urgent, as everywhere else. */
export const priorities = table<Priority>(
  spread<Priority>([
    ['urgent', '1 urgent p1 तुरंत तुरन्त अत्यावश्यक ज़रूरी'],
    ['high', '2 high p2 ऊँची ऊँचा ऊँच उच्च ज़्यादा'],
    ['medium', '3 medium med p3 मध्यम बीच'],
    ['low', '4 low p4 कम नीची निम्न'],
    ['none', 'none कोई_नहीं'],
  ]),
)
