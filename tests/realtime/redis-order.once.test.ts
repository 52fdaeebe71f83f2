import { expect, test } from 'bun:test'
import { max_kept_news } from '#server/realtime/news.ts'
import { compareIds, firstAfter } from '#server/realtime/redis-news.ts'

test('what came after a cursor is found, wherever it lies between those that are kept', () => {
  const kept = [...Array(200).keys()].map((n) => ({ cursor: `${1000 + Math.floor(n / 3) * 2}-${n % 3}` }))
  const asked = kept.flatMap(({ cursor }) => [cursor, `${cursor}9`, cursor.replace(/-.*/, '-7'), `${Number(cursor.split('-')[0]) - 1}-0`])
  for (const cursor of ['0-0', '999999-0', ...asked])
    expect(`${cursor}: ${firstAfter(kept, cursor)}`).toBe(`${cursor}: ${kept.findLastIndex((one) => compareIds(one.cursor, cursor) <= 0) + 1}`)
  expect(firstAfter([], '5-0')).toBe(0)
})

test('a client that asks for the oldest of all costs no more than one that asks for the newest', () => {
  const kept = Array.from({ length: max_kept_news * 2 }, (_, n) => ({ cursor: `${1_700_000_000_000 + n}-0` }))
  const asks = (cursor: string) => {
    const before = performance.now()
    for (let i = 0; i < 200; i++) firstAfter(kept, cursor)
    return performance.now() - before
  }
  asks('1700000000000-0')
  // One after the other it were three seconds.
  expect(asks('1700000000000-0')).toBeLessThan(200)
})
