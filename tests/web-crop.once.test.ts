import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { inside, middleOf, moved, nearest, partOf, zoomed } from '#web/ui/crop.ts'
import { byKey } from '#web/ui/crop-gestures.ts'

const wide = { width: 600, height: 300, ratio: 1 }
const size = fc.record({ width: fc.integer({ min: 1, max: 9000 }), height: fc.integer({ min: 1, max: 9000 }), ratio: fc.constantFrom(1, 3 / 2) })

test('it begins in the middle, with all of the shorter side', () => {
  expect(middleOf(wide)).toEqual({ x: 300, y: 150, zoom: 1 })
  expect(partOf(middleOf(wide), wide)).toEqual({ width: 300, height: 300 })
  expect(partOf(middleOf({ ...wide, ratio: 3 / 2 }), { ...wide, ratio: 3 / 2 })).toEqual({ width: 450, height: 300 })
})

test('whatever one does, the part stays inside the picture', () => {
  const step = fc.oneof(
    fc.record({ right: fc.double({ min: -3, max: 3, noNaN: true }), down: fc.double({ min: -3, max: 3, noNaN: true }) }),
    fc.record({
      factor: fc.double({ min: 0.01, max: 100, noNaN: true }),
      x: fc.double({ min: 0, max: 1, noNaN: true }),
      y: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  )
  fc.assert(
    fc.property(size, fc.array(step, { maxLength: 20 }), (picture, steps) => {
      let crop = middleOf(picture)
      for (const one of steps) crop = 'factor' in one ? zoomed(crop, picture, one.factor, one) : moved(crop, picture, one.right, one.down)
      const part = partOf(crop, picture)
      const [right, down] = [part.width / 2, part.height / 2]
      const near = 1e-6
      expect(crop.zoom).toBeGreaterThanOrEqual(1)
      expect(crop.zoom).toBeLessThanOrEqual(nearest)
      expect(crop.x - right).toBeGreaterThanOrEqual(-near)
      expect(crop.y - down).toBeGreaterThanOrEqual(-near)
      expect(crop.x + right).toBeLessThanOrEqual(picture.width + near)
      expect(crop.y + down).toBeLessThanOrEqual(picture.height + near)
    }),
  )
})

test('the picture follows the finger, and what lies under the pointer stays there while it comes nearer', () => {
  expect(moved(middleOf(wide), wide, 0.25, 0)).toEqual({ x: 225, y: 150, zoom: 1 })
  const before = middleOf(wide)
  const at = { x: 0.25, y: 0.75 }
  const under = (crop: typeof before) => ({ x: crop.x + (at.x - 0.5) * partOf(crop, wide).width, y: crop.y + (at.y - 0.5) * partOf(crop, wide).height })
  expect(under(zoomed(before, wide, 2, at))).toEqual(under(before))
  expect(inside({ x: -50, y: 999, zoom: 0.2 }, wide)).toEqual({ x: 150, y: 150, zoom: 1 })
})

test('three by two of a square, never more than there is', () => {
  const square = { width: 900, height: 900, ratio: 3 / 2 }
  expect(partOf(middleOf(square), square)).toEqual({ width: 900, height: 600 })
  expect(inside({ x: 0, y: 0, zoom: 2 }, square)).toEqual({ x: 225, y: 150, zoom: 2 })
})

test('it is looked through by keys', () => {
  const before = middleOf({ ...wide, ratio: 3 / 2, height: 600 })
  const after = (key: string) => byKey(key, 0.04, { ...wide, ratio: 3 / 2, height: 600 })?.(before)
  expect(after('ArrowDown')?.y).toBeGreaterThan(before.y)
  expect(after('+')?.zoom).toBeGreaterThan(1)
  expect(after('a')).toBeUndefined()
})
