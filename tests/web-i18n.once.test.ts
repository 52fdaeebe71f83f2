import { describe, expect, test } from 'bun:test'
import { formatter, translate } from '#web/i18n.ts'
import * as over from '#web/layout/over-words.ts'
import { en } from '#web/words/en.ts'
import { hi } from '#web/words/hi.ts'

const words = { map: { title: 'Map of {name}', places: { one: '{count} place', other: '{count} places' } } }

describe('translate', () => {
  test('fills in names and finds nested sentences', () => expect(translate(words, 'en', 'map.title', { name: 'Goa' })).toBe('Map of Goa'))
  test('chooses by count and groups as India does', () => {
    expect(translate(words, 'en', 'map.places', { count: 1 })).toBe('1 place')
    expect(translate(words, 'en', 'map.places', { count: 1_234_567 })).toBe('12,34,567 places')
  })
  test('counts nothing as one in Hindi, as the language does', () => expect(translate(words, 'hi', 'map.places', { count: 0 })).toBe('0 place'))
  test('leaves what is not given, and shows the key of what is missing', () => {
    expect(translate(words, 'en', 'map.title')).toBe('Map of {name}')
    expect(translate(words, 'en', 'map.nothing')).toBe('map.nothing')
  })
  test('puts a value in as it is, with no second round', () => expect(translate(words, 'en', 'map.title', { name: '{count} $&' })).toBe('Map of {count} $&'))
})

describe('formatter', () => {
  test('groups in lakh and crore with latin digits in both languages', () => {
    expect(formatter('en').number(33_406_061)).toBe('3,34,06,061')
    expect(formatter('hi').number(33_406_061)).toBe('3,34,06,061')
  })
  test('writes a date without a time as that day', () => {
    expect(formatter('en').date('1956-11-01')).toBe('1 November 1956')
    expect(formatter('hi').date('1956-11-01')).toBe('1 नवंबर 1956')
  })
})

/** Paths of all sentences with the names they fill in. */
function shape(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return [`${path} ${[...value.matchAll(/\{\w+\}/g)].map(([name]) => name).sort()}`]
  return Object.entries(value as object).flatMap(([key, inner]) => shape(inner, `${path}.${key}`))
}
test('Hindi fills in the same names as English', () => {
  expect(shape(hi)).toEqual(shape(en))
  expect(shape(over.hi)).toEqual(shape(over.en))
})
