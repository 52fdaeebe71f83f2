/**
 * Draws the map of India and the outline of each state from MapSVG's shapes (CC BY 4.0): `bun-dev apps/portal/tools/draw-map.ts`.
 *
 * Neighbours share their border: rings are cut into arcs where borders meet, and each arc is simplified and rounded once
 * for both sides, so that no gap or overlap can open between them.
 */
import india from '@svg-maps/india'
import states from '../server/facts/states.json'

const portal = new URL('..', import.meta.url).pathname
const map = { scale: 10, margin: 1, tolerance: 0.33 }
/** Where MapSVG writes a border twice, the copies are less than this apart, in source units. */
const widest_seam = 0.1
const outline = { side: 1000, padding: 10, tolerance: 1.4 }
/** Islets below this part of the largest ring are left out; in the big states that is less than two pixels. */
const least_part = 0.0003
/** A circle of this many source units (pixels, where the map is about 600 wide) must fit into a shape that is easy to hit. */
const easy_to_hit = 12
/** Diu is drawn larger than it is; the label belongs to Dadra and Nagar Haveli, the first shape, where most of the people live. */
const labelled: Record<string, number> = { 'dadra-and-nagar-haveli-and-daman-and-diu': 1 }

type XY = readonly [x: number, y: number]
interface Point {
  id: number
  x: number
  y: number
}
interface Arc {
  points: Point[]
  /** The coarsest tolerance that leaves its smallest ring recognisable. */
  tolerance: number
}
type Ring = { arc: Arc; backwards: boolean }[]
type Grid = (point: Point) => XY

await main()

async function main() {
  const shapes = cutIntoArcs(await readShapes())
  const grid: Grid = (p) => [Math.round((p.x + map.margin) * map.scale), Math.round((p.y + map.margin) * map.scale)]
  const drawn = drawArcs([...shapes.values()].flat(), map.tolerance, grid)
  const parts = new Map([...shapes].map(([slug, rings]) => [slug, rings.map((ring) => join(ring, drawn)).filter((line) => area(line) !== 0)]))
  const [, , width, height] = india.viewBox.split(' ').map((n: string) => (Number(n) + 2 * map.margin) * map.scale)
  const view_box = `0 0 ${width} ${height}`

  const paths = [...parts].map(([slug, lines]) => `<path id="in-${slug}" d="${pathOf(lines)}"/>`)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view_box}"><defs>${paths.join('\n')}</defs></svg>\n`
  await Bun.write(`${portal}web/map/india.svg`, svg)

  const anchors = [...parts].map(([slug, lines]) => `  '${slug}': ${anchorOf(lines, labelled[slug])},`)
  const type = 'Record<string, { x: number; y: number; small: boolean; box: [number, number, number, number] }>'
  const note = '/** Drawn by tools/draw-map.ts: where to label a state, whether it is too small to hit, and its box (left, top, right, bottom). */'
  const module = `export const view_box = '${view_box}'\n\n${note}\nexport const anchors: ${type} = {\n${anchors.join('\n')}\n}\n`
  await Bun.write(`${portal}web/map/shapes.ts`, module)

  const outlines = [...shapes].map(([slug, rings]) => `"${slug}": ${JSON.stringify(outlineOf(rings))}`)
  await Bun.write(`${portal}server/facts/outlines.json`, `{\n${outlines.join(',\n')}\n}\n`)
}

function outlineOf(rings: Ring[]) {
  const points = rings.flatMap((ring) => ring.flatMap(({ arc }) => arc.points.map((p): XY => [p.x, p.y])))
  const [left, top, right, bottom] = boxOf(points)
  const scale = (outline.side - 2 * outline.padding) / Math.max(right - left, bottom - top)
  const grid: Grid = (p) => [Math.round((p.x - left) * scale) + outline.padding, Math.round((p.y - top) * scale) + outline.padding]
  const drawn = drawArcs(rings, outline.tolerance / scale, grid)
  const [width, height] = [right - left, bottom - top].map((length) => Math.round(length * scale) + 2 * outline.padding)
  const lines = rings.map((ring) => join(ring, drawn)).filter((line) => area(line) !== 0)
  return { view_box: `0 0 ${width} ${height}`, d: pathOf(lines) }
}

/** A spot well inside the most central of the rings that are about as large as the largest; only the first `count` may be chosen. */
function anchorOf(lines: XY[][], count = lines.length) {
  const total = lines.reduce((sum, line) => sum + area(line), 0)
  const mean = (axis: 0 | 1) => lines.reduce((sum, line) => sum + centre(line)[axis] * area(line), 0) / total
  const middle: XY = [mean(0), mean(1)]
  const choice = lines.slice(0, count).sort((a, b) => distance(centre(a), middle) - distance(centre(b), middle))
  const largest = Math.max(...choice.map(area))
  const { x, y, room } = innermost(choice.find((line) => area(line) > 0.75 * largest) ?? [])
  return `{ x: ${Math.round(x)}, y: ${Math.round(y)}, small: ${2 * room < easy_to_hit * map.scale}, box: [${boxOf(lines.flat()).join(', ')}] }`
}

/** The point of a ring farthest from its border (pole of inaccessibility): the best of a grid, again on a finer grid around it. */
function innermost(ring: XY[]) {
  const [left, top, right, bottom] = boxOf(ring)
  const steps = 24
  let best = { x: left, y: top, room: 0 }
  for (let shrink = 1, from: XY = [left, top]; shrink > 0.001; shrink /= 4) {
    const [width, height] = [(right - left) * shrink, (bottom - top) * shrink]
    for (let i = 0; i <= steps ** 2 + 2 * steps; i++) {
      const at: XY = [from[0] + (width * (i % (steps + 1))) / steps, from[1] + (height * Math.floor(i / (steps + 1))) / steps]
      const room = inside(at, ring) ? Math.min(...edges(ring).map(([a, b]) => distanceToEdge(at, a, b))) : 0
      if (room > best.room) best = { x: at[0], y: at[1], room }
    }
    from = [best.x - width / 8, best.y - height / 8]
  }
  return best
}

/** Rings of welded points by slug; specks of islands, which share no border, keep each point (Bitra would vanish). */
async function readShapes(): Promise<Map<string, Point[][]>> {
  const weld = welder()
  const paths = new Map<string, string>(india.locations.map((place: { id: string; path: string }) => [place.id, place.path]))
  const [kashmir, ladakh] = splitOff(ringsOf(paths.get('jk') ?? '')[0] ?? [], await jammuAndKashmir())
  return new Map(
    states.map(({ slug, map_ids }) => {
      const ids = [map_ids.svg_maps_india ?? []].flat()
      const own = slug === 'ladakh' ? [ladakh] : slug === 'jammu-and-kashmir' ? [kashmir] : ids.flatMap((id) => ringsOf(paths.get(id) ?? ''))
      const largest = Math.max(...own.map(area))
      const kept = own.filter((ring) => area(ring) >= largest * least_part)
      const reachOf = (ring: XY[]) => (area(ring) < 0.25 ? 0 : widest_seam)
      return [slug, kept.map((ring) => tidy(ring.map((p) => weld(p, reachOf(ring))))).filter((ring) => ring.length > 0)]
    }),
  )
}

/** The other package's shape of Jammu and Kashmir, at the place that it has in MapSVG's map. */
async function jammuAndKashmir(): Promise<XY[]> {
  const source = Bun.resolveSync('react-svgmap-india/dist/index.mjs', portal)
  const path = /\bJK:"([^"]*)"/.exec(await Bun.file(source).text())?.[1] ?? ''
  return (ringsOf(path.replaceAll('\\n', ' '))[0] ?? []).map(([x, y]) => [x + 114, y + 50.4])
}

/**
 * Divides a ring along the inner border of a part drawn by another hand, into that part and the rest. The outer border
 * stays as the ring has it, so that both still fit their neighbours and fill the ring exactly.
 */
function splitOff(whole: XY[], part: XY[]): [part: XY[], rest: XY[]] {
  const isInner = part.map((p) => Math.min(...edges(whole).map(([a, b]) => distanceToEdge(p, a, b))) > 0.6)
  const start = isInner.findIndex((inner, i) => inner && !isInner.at(i - 1))
  const turned = [...part.slice(start), ...part.slice(0, start)]
  const inner = turned.slice(0, [...isInner.slice(start), ...isInner.slice(0, start)].indexOf(false))
  const nearest = (p: XY) => whole.reduce((best, q, i) => (distance(p, q) < distance(p, whole[best] ?? q) ? i : best), 0)
  const [from, to] = [nearest(inner[0] ?? [0, 0]), nearest(inner.at(-1) ?? [0, 0])]
  const between = (a: number, b: number) => (a <= b ? whole.slice(a, b + 1) : [...whole.slice(a), ...whole.slice(0, b + 1)])
  const halves = [
    [...inner, ...between(to, from)],
    [...inner.toReversed(), ...between(from, to)],
  ].sort((a, b) => area(a) - area(b))
  return [halves[0] ?? [], halves[1] ?? []]
}

/** The rings of an SVG path, curves as short lines. */
function ringsOf(path: string): XY[][] {
  const rings: XY[][] = []
  let ring: XY[] = []
  let at: XY = [0, 0]
  let bend: XY = at
  for (const [, letter = '', rest = ''] of path.matchAll(/([a-df-z])([^a-df-z]*)/gi)) {
    const command = letter.toLowerCase()
    const numbers = (rest.match(/-?\d*\.?\d+(?:e[-+]?\d+)?/g) ?? []).map(Number)
    if (command === 'z') at = ring[0] ?? at
    const size = { m: 2, l: 2, h: 1, v: 1, c: 6, s: 4 }[command] ?? Number.POSITIVE_INFINITY
    for (let i = 0; i + size <= numbers.length; i += size) {
      const [dx, dy] = letter === command ? at : [0, 0]
      const n = numbers.slice(i, i + size)
      const pairs: XY[] = command === 'h' ? [[(n[0] ?? 0) + dx, at[1]]] : command === 'v' ? [[at[0], (n[0] ?? 0) + dy]] : []
      if (!pairs.length) for (let k = 0; k < size; k += 2) pairs.push([(n[k] ?? 0) + dx, (n[k + 1] ?? 0) + dy])
      const end = pairs.at(-1) ?? at
      if (command === 'm' && i === 0) {
        ring = []
        rings.push(ring)
      }
      if (size >= 4) {
        const first: XY = command === 'c' ? (pairs[0] ?? at) : [2 * at[0] - bend[0], 2 * at[1] - bend[1]]
        const second = pairs.at(-2) ?? end
        ring.push(...[0.25, 0.5, 0.75].map((t) => bezier(at, first, second, end, t)))
        bend = second
      } else bend = end
      ring.push(end)
      at = end
    }
  }
  return rings
}

function bezier(a: XY, b: XY, c: XY, d: XY, t: number): XY {
  const mix = (axis: 0 | 1) => (1 - t) ** 3 * a[axis] + 3 * (1 - t) ** 2 * t * b[axis] + 3 * (1 - t) * t ** 2 * c[axis] + t ** 3 * d[axis]
  return [mix(0), mix(1)]
}

/** Gives places closer together than `reach` (at most the widest seam) the same point. */
function welder() {
  const cells = new Map<string, Point[]>()
  let made = 0
  return ([x, y]: XY, reach: number): Point => {
    const [column, row] = [Math.floor(x / widest_seam), Math.floor(y / widest_seam)]
    for (let i = 0; i < 9; i++) {
      const near = cells.get(`${column - 1 + (i % 3)} ${row - 1 + Math.floor(i / 3)}`)
      const same = near?.find((p) => Math.hypot(p.x - x, p.y - y) <= reach)
      if (same) return same
    }
    const point = { id: made++, x, y }
    const key = `${column} ${row}`
    cells.set(key, [...(cells.get(key) ?? []), point])
    return point
  }
}

/** Leaves out repeated points, and spikes that go out and come back the same way. */
function tidy(ring: Point[]): Point[] {
  const single = ring.filter((p, i) => p !== ring.at(i - 1))
  const kept = single.filter((_, i) => single.at(i - 1) !== single[(i + 1) % single.length])
  return kept.length === ring.length ? ring : tidy(kept)
}

/** Cuts all rings where three or more borders meet; a border between two states becomes one arc that both refer to. */
function cutIntoArcs(shapes: Map<string, Point[][]>): Map<string, Ring[]> {
  const neighbours = new Map<Point, Set<Point>>()
  for (const ring of [...shapes.values()].flat())
    for (const [a, b] of edges(ring)) {
      neighbours.set(a, (neighbours.get(a) ?? new Set()).add(b))
      neighbours.set(b, (neighbours.get(b) ?? new Set()).add(a))
    }
  const arcs = new Map<string, Arc>()
  const isJunction = (p: Point) => neighbours.get(p)?.size !== 2
  const cut = (ring: Point[]): Ring => {
    const lowest = ring.reduce((a, b) => (a.id < b.id ? a : b))
    const first = ring.indexOf(ring.find(isJunction) ?? lowest)
    const turned = [...ring.slice(first), ...ring.slice(0, first + 1)]
    const ends = turned.keys().filter((i) => i > 0 && (i === turned.length - 1 || isJunction(turned[i] as Point)))
    const [left, top, right, bottom] = boxOf(ring.map((p): XY => [p.x, p.y]))
    const tolerance = Math.max(right - left, bottom - top) / 16
    let start = 0
    return [...ends].map((end) => {
      const points = turned.slice(start, end + 1)
      start = end
      const ids = points.map((p) => p.id)
      const [forward, backward] = [ids.join(), ids.toReversed().join()]
      const arc = arcs.get(forward) ?? arcs.get(backward) ?? { points, tolerance }
      arc.tolerance = Math.min(arc.tolerance, tolerance)
      if (!arcs.has(backward)) arcs.set(forward, arc)
      return { arc, backwards: arc.points !== points && forward !== arc.points.map((p) => p.id).join() }
    })
  }
  return new Map([...shapes].map(([slug, rings]) => [slug, rings.map(cut)]))
}

/** Simplifies and rounds each arc once; where lines then cross each other, those arcs are drawn again more finely. */
function drawArcs(rings: Ring[], tolerance: number, grid: Grid): Map<Arc, XY[]> {
  const finer = new Map(rings.flat().map(({ arc }) => [arc, Math.min(tolerance, arc.tolerance)]))
  const drawn = new Map<Arc, XY[]>()
  let changed = new Set(finer.keys())
  for (let round = 0; round < 8 && changed.size; round++) {
    for (const arc of changed) drawn.set(arc, simplify(arc.points, finer.get(arc) ?? 0).map(grid))
    changed = crossing(drawn)
    for (const arc of changed) finer.set(arc, (finer.get(arc) ?? 0) / 2)
  }
  return drawn
}

/** Douglas and Peucker: leaves out points nearer than `tolerance` to the line that replaces them. */
function simplify(points: Point[], tolerance: number): Point[] {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || points.length < 3) return points
  const offsets = points.map((p) => distanceToEdge([p.x, p.y], [first.x, first.y], [last.x, last.y]))
  const farthest = offsets.indexOf(Math.max(...offsets))
  if ((offsets[farthest] ?? 0) <= tolerance) return [first, last]
  return [...simplify(points.slice(0, farthest + 1), tolerance), ...simplify(points.slice(farthest), tolerance).slice(1)]
}

/** The arcs of which some line properly crosses another. */
function crossing(drawn: Map<Arc, XY[]>): Set<Arc> {
  const lines = [...drawn].flatMap(([arc, line]) => line.slice(1).map((b, i) => ({ arc, a: line[i] ?? b, b })))
  lines.sort((p, q) => Math.min(p.a[0], p.b[0]) - Math.min(q.a[0], q.b[0]))
  const found = new Set<Arc>()
  const side = (a: XY, b: XY, c: XY) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
  lines.forEach((p, i) => {
    const right = Math.max(p.a[0], p.b[0])
    for (let j = i + 1; j < lines.length; j++) {
      const q = lines[j]
      if (!q || Math.min(q.a[0], q.b[0]) > right) return
      if (side(p.a, p.b, q.a) * side(p.a, p.b, q.b) < 0 && side(q.a, q.b, p.a) * side(q.a, q.b, p.b) < 0) found.add(p.arc).add(q.arc)
    }
  })
  return found
}

/** A ring's drawn arcs one after the other, without repeated points. */
function join(ring: Ring, drawn: Map<Arc, XY[]>): XY[] {
  const line = ring.flatMap(({ arc, backwards }) => (backwards ? drawn.get(arc)?.toReversed() : drawn.get(arc)) ?? [])
  return line.filter(([x, y], i) => x !== line.at(i - 1)?.[0] || y !== line.at(i - 1)?.[1])
}

/** Absolute starts and whole relative steps: short, and nothing adds up to a drift. */
function pathOf(lines: XY[][]): string {
  const steps = (line: XY[]) => line.slice(1).map(([x, y], i) => `${x - (line[i]?.[0] ?? 0)} ${y - (line[i]?.[1] ?? 0)}`)
  const paths = lines.map((line) => `M${line[0]?.join(' ')}l${steps(line).join(' ')}z`)
  return paths.join('').replaceAll(' -', '-')
}

function edges<T>(ring: T[]): [T, T][] {
  return ring.map((a, i) => [a, ring[(i + 1) % ring.length] ?? a])
}

function area(ring: XY[]): number {
  return Math.abs(edges(ring).reduce((sum, [a, b]) => sum + a[0] * b[1] - b[0] * a[1], 0)) / 2
}

function centre(ring: XY[]): XY {
  const [left, top, right, bottom] = boxOf(ring)
  return [(left + right) / 2, (top + bottom) / 2]
}

function boxOf(points: XY[]): [left: number, top: number, right: number, bottom: number] {
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])]
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

function inside([x, y]: XY, ring: XY[]): boolean {
  return edges(ring).filter(([a, b]) => a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]).length % 2 === 1
}

function distance(a: XY, b: XY): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1])
}

function distanceToEdge(p: XY, a: XY, b: XY): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const along = dx || dy ? ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy) : 0
  const t = Math.min(1, Math.max(0, along))
  return Math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy)
}
