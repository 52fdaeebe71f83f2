import { describe, expect, test } from 'bun:test'
import outlines from '../server/facts/outlines.json'
import states from '../server/facts/states.json'
import { anchors, view_box } from '../web/map/shapes.ts'

type XY = [x: number, y: number]
type Box = [left: number, top: number, right: number, bottom: number]

const web = new URL('../web/map/', import.meta.url)
const svg = await Bun.file(new URL('india.svg', web)).text()
const paths = new Map([...svg.matchAll(/<path id="in-([a-z-]+)" d="([^"]*)"\/>/g)].map(([, slug = '', d = '']) => [slug, d]))
const slugs = states.map(({ slug }) => slug).sort()

describe('the map of India', () => {
  test('draws each of the 36 states and union territories once, under its slug', () => {
    expect(svg.match(/<path/g)).toHaveLength(36)
    expect([...paths.keys()].sort()).toEqual(slugs)
    expect(svg).toContain(`viewBox="${view_box}"`)
  })

  test('draws every shape within the view box, and its stated box fits it closely', () => {
    for (const [slug, d] of paths) {
      const box = boxOf(ringsOf(d).flat())
      expect(within(box, sizeOf(view_box)), slug).toBe(true)
      expect(anchors[slug]?.box, slug).toEqual(box)
    }
  })

  test('gives neighbours one border, so that nothing gapes or overlaps between them', () => {
    const owners = new Map<string, string[]>()
    for (const [slug, d] of paths) for (const edge of ringsOf(d).flatMap(edgesOf)) owners.set(edge, [...(owners.get(edge) ?? []), slug])
    const shared = [...owners.values()].filter((slugs) => slugs.length > 1)
    expect(shared.filter((slugs) => slugs.length > 2)).toEqual([])
    expect(shared.length).toBeGreaterThan(1000)
    // MapSVG draws some of the Andaman and Nicobar Islands over one another.
    const land = [...owners].filter(([, [slug]]) => slug !== 'andaman-and-nicobar-islands').map(([edge]) => edge)
    expect(crossings(land)).toEqual([])
  })

  test('anchors every state inside its own shape', () => {
    expect(Object.keys(anchors).sort()).toEqual(slugs)
    for (const [slug, { x, y, box }] of Object.entries(anchors)) {
      expect(within([x, y, x, y], box), slug).toBe(true)
      expect(isInside([x, y], ringsOf(paths.get(slug) ?? '')), slug).toBe(true)
    }
  })

  test('marks the shapes that are too small to hit, and no large one', () => {
    for (const slug of ['chandigarh', 'delhi', 'lakshadweep', 'puducherry']) expect(anchors[slug]?.small, slug).toBe(true)
    for (const slug of ['sikkim', 'kerala', 'rajasthan', 'ladakh']) expect(anchors[slug]?.small, slug).toBe(false)
  })

  test('stays small on the wire', async () => {
    expect(Bun.gzipSync(svg).length).toBeWithin(15_000, 22_001)
    expect(Bun.gzipSync(await Bun.file(new URL('shapes.ts', web)).text()).length).toBeLessThan(3_000)
  })
})

describe('the outline of a state', () => {
  test('exists for each, 1000 units long, inside its view box with a margin, in at most 6 kB', () => {
    expect(Object.keys(outlines).sort()).toEqual(slugs)
    for (const [slug, outline] of Object.entries(outlines)) {
      const [, , width, height] = sizeOf(outline.view_box)
      expect(Math.max(width, height), slug).toBe(1000)
      expect(within(boxOf(ringsOf(outline.d).flat()), [10, 10, width - 10, height - 10]), slug).toBe(true)
      expect(outline.d.length, slug).toBeLessThanOrEqual(6_000)
    }
  })
})

/** Reads the only form of path that the generator writes; anything else throws. */
function ringsOf(d: string): XY[][] {
  return d.split(/(?<=z)/).map((part) => {
    const [, start, steps] = /^M(\d+ \d+)l((?:[ -]?\d+|(?<=\d)-\d+)+)z$/.exec(part) ?? []
    if (!start || !steps) throw new Error(`not a ring: ${part.slice(0, 80)}`)
    const numbers = (text: string) => (text.match(/-?\d+/g) ?? []).map(Number)
    let [x = 0, y = 0] = numbers(start)
    const ring: XY[] = [[x, y]]
    const deltas = numbers(steps)
    if (deltas.length % 2) throw new Error(`half a step: ${part.slice(0, 80)}`)
    for (let i = 0; i < deltas.length; i += 2) {
      x += deltas[i] ?? 0
      y += deltas[i + 1] ?? 0
      ring.push([x, y])
    }
    if (ring.length < 3) throw new Error(`not a surface: ${part}`)
    return ring
  })
}

function edgesOf(ring: XY[]): string[] {
  return ring.map((a, i) =>
    [a, ring[(i + 1) % ring.length] ?? a]
      .map(([x, y]) => `${x} ${y}`)
      .sort()
      .join(' '),
  )
}

function crossings(edges: string[]): string[] {
  const side = ([ax, ay]: XY, [bx, by]: XY, [cx, cy]: XY) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax))
  const lines = edges.map((edge) => {
    const [ax = 0, ay = 0, bx = 0, by = 0] = edge.split(' ').map(Number)
    return { edge, a: [ax, ay] as XY, b: [bx, by] as XY, left: Math.min(ax, bx), right: Math.max(ax, bx) }
  })
  lines.sort((p, q) => p.left - q.left)
  return lines.flatMap((p, i) => {
    const found: string[] = []
    for (let j = i + 1, q = lines[j]; q && q.left <= p.right; q = lines[++j])
      if (side(p.a, p.b, q.a) * side(p.a, p.b, q.b) < 0 && side(q.a, q.b, p.a) * side(q.a, q.b, p.b) < 0) found.push(`${p.edge} x ${q.edge}`)
    return found
  })
}

function isInside([x, y]: XY, rings: XY[][]): boolean {
  const crossed = (ring: XY[]) =>
    ring.filter(([ax, ay], i) => {
      const [bx, by] = ring[(i + 1) % ring.length] ?? [ax, ay]
      return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax
    }).length
  return rings.reduce((sum, ring) => sum + crossed(ring), 0) % 2 === 1
}

function boxOf(points: XY[]): Box {
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])]
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

function within([left, top, right, bottom]: Box, outer: Box): boolean {
  return left >= outer[0] && top >= outer[1] && right <= outer[2] && bottom <= outer[3]
}

function sizeOf(box: string): Box {
  const [left = 0, top = 0, width = 0, height = 0] = box.split(' ').map(Number)
  return [left, top, left + width, top + height]
}
