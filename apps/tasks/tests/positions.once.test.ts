import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { first_position, positionBetween } from '../server/positions.ts'

test('between any two places there is another, however often one asks', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 300 }), (choices) => {
      const places = [first_position]
      for (const choice of choices) {
        const i = choice % (places.length + 1)
        const [low, high] = [places[i - 1] ?? null, places[i] ?? null]
        const made = positionBetween(low, high)
        expect(low === null || low < made).toBe(true)
        expect(high === null || made < high).toBe(true)
        expect(made).toMatch(/^[0-9A-Za-z]+$/)
        places.splice(i, 0, made)
      }
    }),
    { numRuns: 200 },
  )
})

test('at the ends they stay short, in one gap they grow slowly', () => {
  let [low, high] = [first_position, first_position]
  for (let i = 0; i < 20_000; i++) {
    const [above, below] = [positionBetween(high, null), positionBetween(null, low)]
    expect(above > high && below < low).toBe(true)
    ;[high, low] = [above, below]
  }
  expect(Math.max(low.length, high.length)).toBeLessThanOrEqual(5)
  let inside = positionBetween('a0', 'a1')
  for (let i = 0; i < 1000; i++) inside = positionBetween('a0', inside)
  expect(inside.length).toBeLessThan(220)
})
