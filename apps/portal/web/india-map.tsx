import { Link } from 'react-router'
import { useLanguage } from '#web/i18n.ts'
import type { StateSummary } from '../contract/states.ts'
import type { Colouring } from './colouring.ts'
import { figureOf, nameIn } from './filter.ts'
import { useHomeT } from './home-words.ts'
import { anchors, view_box } from './map/shapes.ts'
import { inMapOrder, lines } from './map-order.ts'
import { figureText } from './numbers.ts'
import { shownFigure, type View } from './view.ts'
import { useT } from './words.ts'

const [, , map_width = 0] = view_box.split(' ').map(Number)
/** Lengths below are made for a map 612 units wide, whatever the drawing's own scale. */
const unit = map_width / 612

interface Props {
  states: readonly StateSummary[]
  view: View
  colouring: Colouring
  /** The slugs that fit the filters; the others fade. */
  found: ReadonlySet<string>
}

/** Each shape a link; its name and figure stand in the empty corner over Tibet while it is pointed at, by rules of style alone. */
export function IndiaMap({ states, view, colouring, found }: Props) {
  const th = useHomeT()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in for a drawing.
    <svg viewBox={view_box} role="group" aria-label={th('home.map')} className="block w-full lg:max-h-[max(26rem,calc(100svh-21.5rem))]">
      {inMapOrder(states, anchors).map((state) => (
        <Shape key={state.slug} state={state} view={view} fill={colouring.fillOf(state)} faded={!found.has(state.slug)} />
      ))}
      <g className="pointer-events-none fill-none stroke-ink" strokeWidth={1.8 * unit} strokeLinejoin="round">
        {view.compare.map((slug) => anchors[slug] && <use key={slug} href={`#in-${slug}`} />)}
      </g>
    </svg>
  )
}

function Shape({ state, view, fill, faded }: { state: StateSummary; view: View; fill: string; faded: boolean }) {
  const t = useT()
  const th = useHomeT()
  const language = useLanguage()
  const figure = shownFigure(view)
  const name = nameIn(state, language)
  const words = { name, figure: t(`figures.${figure}.name`), value: figureText(figure, figureOf(state, figure), language) }
  const at = anchors[state.slug]
  const mark = `${fill} transition-[fill,opacity] group-hover/shape:fill-genda group-focus-visible/shape:fill-genda ${faded ? 'opacity-25 group-hover/shape:opacity-100' : ''}`
  return (
    <Link to={`/states/${state.slug}`} aria-label={th('home.shape', words)} tabIndex={faded ? -1 : undefined} className="group/shape outline-none">
      <use href={`#in-${state.slug}`} className={`${mark} stroke-paper`} strokeWidth={0.9 * unit} strokeLinejoin="round" />
      {at?.small && (
        <>
          <circle cx={at.x} cy={at.y} r={14 * unit} className="fill-transparent" />
          <circle cx={at.x} cy={at.y} r={5 * unit} className={`${mark} stroke-ink`} strokeWidth={0.9 * unit} />
        </>
      )}
      <Readout {...words} />
    </Link>
  )
}

/** Over the empty north-east corner, so that no shape lies under it and none drawn later lies over it. */
function Readout({ name, figure, value }: { name: string; figure: string; value: string }) {
  const right = 604 * unit
  return (
    <g aria-hidden textAnchor="end" className="pointer-events-none invisible group-hover/shape:visible group-focus-visible/shape:visible">
      <text x={right} y={70 * unit} fontSize={30 * unit} className="fill-ink font-semibold tabular-nums">
        {value}
      </text>
      <text x={right} y={92 * unit} fontSize={15 * unit} className="fill-ink-2">
        {figure}
      </text>
      <text fontSize={19 * unit} className="fill-ink font-medium">
        {lines(name, 24).map((line, i) => (
          <tspan key={line} x={right} y={(122 + 23 * i) * unit}>
            {line}
          </tspan>
        ))}
      </text>
    </g>
  )
}
