import { expect, test } from 'bun:test'
import { newId } from '#contract/ids.ts'

test('ids are UUIDv7 of now, all different, and sort in the order they were made', () => {
  const before = Date.now()
  const ids = Array.from({ length: 20_000 }, newId)
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  const made = Number.parseInt((ids[0] ?? '').replaceAll('-', '').slice(0, 12), 16)
  expect(Math.abs(made - before)).toBeLessThan(1000)
})
