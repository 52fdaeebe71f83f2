import { expect, test } from 'bun:test'
import { Lru } from '#server/cache/lru.ts'

test('it keeps the last half used, whatever comes, and never more than the most', () => {
  const lru = new Lru<number, string>(10)
  for (let i = 0; i < 1000; i++) {
    lru.set(i, `value ${i}`)
    expect(lru.get(0)).toBe('value 0')
    expect(lru.get(i)).toBe(`value ${i}`)
  }
  const kept = Array.from({ length: 1000 }, (_, i) => i).filter((i) => lru.get(i) !== undefined)
  expect(kept).toContain(0)
  expect(kept).toContain(999)
  expect(kept.length).toBeLessThanOrEqual(10)
})

test('a new value takes the place of the old one, and what is deleted or cleared is gone', () => {
  const lru = new Lru<string, number>(4)
  lru.set('a', 1)
  lru.set('b', 1)
  lru.set('a', 2)
  expect(lru.get('a')).toBe(2)
  lru.set('c', 1)
  lru.set('d', 1)
  lru.delete('d')
  lru.delete('c')
  expect([lru.get('c'), lru.get('d')]).toEqual([undefined, undefined])
  lru.set('e', 1)
  lru.clear()
  for (const key of 'abcde') expect(lru.get(key)).toBeUndefined()
})

test('it stays quick when far more pass through than it holds', () => {
  const lru = new Lru<number, number>(50_000)
  const start = performance.now()
  for (let i = 0; i < 300_000; i++) lru.set(i, i)
  expect(performance.now() - start).toBeLessThan(2000)
})
