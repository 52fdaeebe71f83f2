import { describe, expect, test } from 'bun:test'
import { type Figure, figures } from '../contract/states.ts'
import facts from '../server/facts/states.json' with { type: 'json' }
import { breaksOf, class_count, classOf, rangesOf } from '../web/classes.ts'
import { figureText, grouped, roundText } from '../web/numbers.ts'
import { ordinal, rankOf } from '../web/rank.ts'

const values = (figure: Figure) => facts.map((row) => row[figures[figure]])

describe('the classes of the map', () => {
  for (const figure of Object.keys(figures) as Figure[])
    test(`${figure}: five, round, each with 4 to 10 of the 36`, () => {
      const breaks = breaksOf(values(figure))
      expect(breaks).toHaveLength(class_count - 1)
      for (const limit of breaks) expect(limit).toBe(Number(limit.toPrecision(2)))
      const counts = rangesOf(values(figure), breaks).map((range) => range.count)
      expect(counts.reduce((sum, count) => sum + count)).toBe(36)
      for (const count of counts) {
        expect(count).toBeGreaterThanOrEqual(4)
        expect(count).toBeLessThanOrEqual(10)
      }
    })

  test('a value on a break belongs above it', () => {
    expect([9, 10, 19, 20].map((value) => classOf(value, [10, 20]))).toEqual([0, 1, 1, 2])
  })

  test('ranges are open at both ends', () => {
    expect(rangesOf([1, 15, 30], [10, 20])).toEqual([
      { from: undefined, below: 10, count: 1 },
      { from: 10, below: 20, count: 1 },
      { from: 20, below: undefined, count: 1 },
    ])
  })
})

describe('numbers', () => {
  test('are grouped by lakh and crore, with Latin digits in Hindi too', () => {
    expect(grouped(33406061, 'en')).toBe('3,34,06,061')
    expect(grouped(33406061, 'hi')).toBe('3,34,06,061')
  })

  test('line up in lists', () => {
    expect(figureText('literacy', 94, 'en')).toBe('94.0%')
    expect(figureText('density', 4.6, 'en')).toBe('4.6')
    expect(figureText('density', 859.7, 'en')).toBe('860')
    expect(figureText('population', 64473, 'en')).toBe('64,473')
  })

  test('are short in legends', () => {
    expect(roundText('population', 12000000, 'en')).toBe('1.2 crore')
    expect(roundText('population', 1100000, 'hi')).toBe('11 लाख')
    expect(roundText('area', 44000, 'en')).toBe('44,000')
    expect(roundText('literacy', 67, 'en')).toBe('67%')
  })
})

describe('ranks', () => {
  test('count those above; equals share one', () => {
    expect([30, 20, 20, 10].map((value) => rankOf(value, [10, 20, 20, 30]))).toEqual([1, 2, 2, 4])
  })

  test('are read as ordinals', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 36].map(ordinal).join(' ')).toBe('1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 36th')
  })
})
