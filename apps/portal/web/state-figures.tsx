import { Link } from 'react-router'
import { useLanguage } from '#web/i18n.ts'
import { type Figure, figures, type State, type StateSummary } from '../contract/states.ts'
import { DoubtNote } from './doubt-note.tsx'
import { useFactsT } from './facts-words.ts'
import { FigureChart } from './figure-chart.tsx'
import { figureOf } from './filter.ts'
import { grouped } from './numbers.ts'
import { rankText } from './rank.ts'
import { figure_names } from './view.ts'
import { useT } from './words.ts'

/** The five figures, each among all 36. */
export function StateFigures({ state, all }: { state: State; all: readonly StateSummary[] }) {
  const tf = useFactsT()
  return (
    <section aria-label={tf('state.figures')} className="hairline pt-5">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-8 sm:grid-cols-3 lg:grid-cols-5">
        {figure_names.map((figure) => (
          <FigureCell key={figure} figure={figure} state={state} all={all} />
        ))}
      </dl>
    </section>
  )
}

function FigureCell({ figure, state, all }: { figure: Figure; state: State; all: readonly StateSummary[] }) {
  const t = useT()
  const tf = useFactsT()
  const language = useLanguage()
  const value = figureOf(state, figure)
  const values = all.map((other) => figureOf(other, figure))
  return (
    <div className="flex flex-col">
      <dt className="text-15 text-ink-2">{t(`figures.${figure}.name`)}</dt>
      <dd className="flex flex-1 flex-col">
        <span className="font-semibold text-25 tabular-nums">
          {grouped(value, language)}
          {figure === 'literacy' && '%'}
        </span>
        <span className="text-13 text-ink-2">{t(`figures.${figure}.unit`)}</span>
        <span className="mb-3 block">
          <DoubtNote state={state} fields={[figures[figure]]} />
        </span>
        <FigureChart figure={figure} state={state} all={all} />
        <Link to={`/?by=${figure}&sort=-${figure}`} className="link inline-flex min-h-8 items-center self-start text-13">
          {tf('state.ranked', { rank: rankText(value, values, language) })}
        </Link>
      </dd>
    </div>
  )
}
