import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { partsOf } from '../web/people/linked-text.tsx'
import { profileLd } from '../web/people/profile-ld.ts'
import { inside, middleOf, moved, nearest, sideOf, zoomed } from '../web/profile/crop.ts'

const wide = { width: 600, height: 300 }
const size = fc.record({ width: fc.integer({ min: 1, max: 9000 }), height: fc.integer({ min: 1, max: 9000 }) })

test('it begins in the middle, with all of the shorter side', () => {
  expect(middleOf(wide)).toEqual({ x: 300, y: 150, zoom: 1 })
  expect(sideOf(middleOf(wide), wide)).toBe(300)
})

test('whatever one does, the square stays inside the picture', () => {
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
      const half = sideOf(crop, picture) / 2
      const near = 1e-6
      expect(crop.zoom).toBeGreaterThanOrEqual(1)
      expect(crop.zoom).toBeLessThanOrEqual(nearest)
      expect(crop.x - half).toBeGreaterThanOrEqual(-near)
      expect(crop.y - half).toBeGreaterThanOrEqual(-near)
      expect(crop.x + half).toBeLessThanOrEqual(picture.width + near)
      expect(crop.y + half).toBeLessThanOrEqual(picture.height + near)
    }),
  )
})

test('the picture follows the finger, and what lies under the pointer stays there while it comes nearer', () => {
  expect(moved(middleOf(wide), wide, 0.25, 0)).toEqual({ x: 225, y: 150, zoom: 1 })
  const before = middleOf(wide)
  const at = { x: 0.25, y: 0.75 }
  const under = (crop: typeof before) => ({ x: crop.x + (at.x - 0.5) * sideOf(crop, wide), y: crop.y + (at.y - 0.5) * sideOf(crop, wide) })
  expect(under(zoomed(before, wide, 2, at))).toEqual(under(before))
  expect(inside({ x: -50, y: 999, zoom: 0.2 }, wide)).toEqual({ x: 150, y: 150, zoom: 1 })
})

test('web addresses become links, nothing else does, and no sentence ends inside one', () => {
  const links = (text: string) => partsOf(text).flatMap(({ href }) => href ?? [])
  expect(links('See https://example.org/a?b=c#d. Or (http://example.com)!')).toEqual(['https://example.org/a?b=c#d', 'http://example.com/'])
  expect(links('देखें https://example.org/पथ।')).toEqual(['https://example.org/%E0%A4%AA%E0%A4%A5'])
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,x',
    'http://',
    'http://localhost',
    'ftp://example.org',
    '<a href="https:x">',
    'https:/example.org',
  ])
    expect(links(text)).toEqual([])
  for (const text of ['plain', 'a https://x.org b', 'https://x.org', ' https://x.org/"onclick=', ''])
    expect(
      partsOf(text)
        .map(({ part }) => part)
        .join(''),
    ).toBe(text)
})

test('for search engines: whose page it is, with what its owner shows', () => {
  const shown = { username: 'asha', name: '', bio: '', avatar: null }
  expect(profileLd(shown, 'https://x.org', 'https://x.org/people/asha').mainEntity).toEqual({
    '@type': 'Person',
    name: 'asha',
    alternateName: 'asha',
    identifier: 'asha',
  })
  expect(
    profileLd({ ...shown, name: 'Asha Rao', bio: 'Walks.', avatar: '/media/avatars/1.webp' }, 'https://x.org', 'https://x.org/people/asha').mainEntity,
  ).toMatchObject({
    name: 'Asha Rao',
    description: 'Walks.',
    image: 'https://x.org/media/avatars/1.webp',
  })
})
