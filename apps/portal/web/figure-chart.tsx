import { useLanguage } from '#web/i18n.ts'
import type { Figure, State, StateSummary } from '../contract/states.ts'
import { rankedBars } from './bars.ts'
import { useFactsT } from './facts-words.ts'
import { figureOf, nameIn } from './filter.ts'
import { figureText } from './numbers.ts'
import { stripOf } from './strip.ts'
import { tints } from './tints.tsx'

const tall = 44
/** Shares and ratios, which nobody adds up: their place between the lowest and the highest is what counts. */
const rates: readonly Figure[] = ['literacy', 'sex_ratio']

/** One figure of a state among all 36, small enough to stand under its number. */
export function FigureChart({ figure, state, all }: { figure: Figure; state: State; all: readonly StateSummary[] }) {
  const tf = useFactsT()
  const language = useLanguage()
  const rate = rates.includes(figure)
  const values = all.map((other) => figureOf(other, figure))
  const value = figureOf(state, figure)
  const { width, height, others, marked } = rate ? stripOf(values, value, tall) : rankedBars(values, value, tall)
  const tint = tints[state.zone]
  const ends = [Math.min(...values), Math.max(...values)].map((end) => figureText(figure, end, language))
  return (
    <div className="mt-auto">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={tf(rate ? 'state.strip' : 'state.chart', { name: nameIn(state, language), least: ends[0] ?? '', most: ends[1] ?? '' })}
        className="h-11 w-full"
      >
        <path d={others} className={`${tint.ink_fill} opacity-35`} />
        <path d={marked} className={tint.ink_fill} />
      </svg>
      <p aria-hidden className="mt-0.5 flex justify-between border-line border-t text-13 text-ink-2 tabular-nums">
        {(rate ? ends : ends.toReversed()).map((end, i) => (
          <span key={i === 0 ? 'left' : 'right'}>{end}</span>
        ))}
      </p>
    </div>
  )
}
