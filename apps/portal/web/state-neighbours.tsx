import { Link } from 'react-router'
import { useLanguage } from '#web/i18n.ts'
import type { State, StateSummary } from '../contract/states.ts'
import { comparisonAddress, max_compared } from './comparison.ts'
import { DoubtNote } from './doubt-note.tsx'
import { useFactsT } from './facts-words.ts'
import { nameIn } from './filter.ts'
import { MiniMap } from './mini-map.tsx'
import { tints } from './tints.tsx'
import { useT } from './words.ts'

/** Where the state lies, what lies beside it, and the ways to compare them. */
export function StateNeighbours({ state, all }: { state: State; all: readonly StateSummary[] }) {
  const t = useT()
  const tf = useFactsT()
  const language = useLanguage()
  const name = nameIn(state, language)
  const near = all.filter((other) => state.neighbours.some((neighbour) => neighbour.slug === other.slug))
  // The most populous say most about a region when not all fit.
  const largest = [...near].sort((a, b) => b.population_2011 - a.population_2011).slice(0, max_compared - 1)
  return (
    <aside aria-label={tf('state.neighbours')}>
      <MiniMap state={state} all={all} />
      <h2 className="mt-4 font-semibold text-17">{tf('state.neighbours')}</h2>
      <DoubtNote state={state} fields={['neighbours']} />
      {near.length === 0 && <p className="mt-1 text-15 text-ink-2">{tf('state.no_neighbours')}</p>}
      <ul className="mt-1 text-15">
        {near.map((other) => (
          <li key={other.slug} className="flex items-center gap-2.5 border-line border-b">
            <span aria-hidden className={`size-3 shrink-0 rounded-full ${tints[other.zone].background} ring-1 ring-ink/20`} />
            <Link to={`/states/${other.slug}`} className="flex min-h-11 flex-1 items-center hover:text-neel">
              {nameIn(other, language)}
            </Link>
            <Link
              to={comparisonAddress([state.slug, other.slug])}
              aria-label={tf('state.compare_with', { name: nameIn(other, language) })}
              className="link flex min-h-11 items-center text-13"
            >
              {t('compare.go')}
            </Link>
          </li>
        ))}
      </ul>
      <Link to={comparisonAddress([state.slug, ...largest.map((other) => other.slug)])} className="btn mt-4 w-full whitespace-normal text-center">
        {near.length > 0 ? tf('state.compare_neighbours', { name }) : tf('state.compare_choose', { name })}
      </Link>
    </aside>
  )
}
