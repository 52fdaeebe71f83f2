import { Link } from 'react-router'
import type { State, StateSummary } from '../contract/states.ts'
import { anchors } from './map/shapes.ts'
import { frameOf } from './map-frame.ts'
import { tints } from './tints.tsx'

/** Wide enough that an island shows the coast it belongs to. */
const least = 1900
const ratio = 4 / 3

/** The state among its neighbours. The names stand below it as links; here the shapes can be pressed too, but nothing is said twice. */
export function MiniMap({ state, all }: { state: State; all: readonly StateSummary[] }) {
  const near = new Set(state.neighbours.map((neighbour) => neighbour.slug))
  const boxes = [state.slug, ...near].flatMap((slug) => (anchors[slug] ? [anchors[slug].box] : []))
  const frame = frameOf(boxes, ratio, least)
  const thin = (Number(frame.split(' ')[2]) || least) / 400
  const at = anchors[state.slug]
  return (
    <svg viewBox={frame} aria-hidden className="block w-full rounded-md bg-sunk">
      {all.map((other) => {
        const here = other.slug === state.slug
        const fill = here ? tints[state.zone].ink_fill : near.has(other.slug) ? tints[other.zone].fill : 'fill-raised'
        const shape = <use key={other.slug} href={`#in-${other.slug}`} className={`${fill} stroke-sunk`} strokeWidth={thin} strokeLinejoin="round" />
        return near.has(other.slug) ? (
          <Link key={other.slug} to={`/states/${other.slug}`} tabIndex={-1} className="hover:opacity-75">
            {shape}
          </Link>
        ) : (
          shape
        )
      })}
      {at?.small && <circle cx={at.x} cy={at.y} r={thin * 9} className={`fill-none ${tints[state.zone].ring}`} strokeWidth={thin * 2} />}
    </svg>
  )
}
