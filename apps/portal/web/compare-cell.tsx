import { useLanguage } from '#web/i18n.ts'
import type { State, StateSummary } from '../contract/states.ts'
import { useCompareT } from './compare-words.ts'
import { barValue, type ComparedFact, rankedFigure } from './compared-facts.ts'
import { DoubtNote } from './doubt-note.tsx'
import { hasFact } from './fact-groups.ts'
import { factText } from './fact-text.ts'
import { useFactsT } from './facts-words.ts'
import { figureOf } from './filter.ts'
import { rankText } from './rank.ts'
import { tints } from './tints.tsx'
import { useT } from './words.ts'

interface Props {
  fact: ComparedFact
  state: State
  states: readonly State[]
  all: readonly StateSummary[]
}

/** The value, its bar beside those of the other columns, and its place among all. */
export function CompareCell({ fact, state, states, all }: Props) {
  const t = useT()
  const tc = useCompareT()
  const tf = useFactsT()
  const language = useLanguage()
  const value = barValue(state, fact)
  const figure = rankedFigure(fact)
  const most = Math.max(...states.map((other) => barValue(other, fact) ?? 0))
  return (
    <td className="hyphens-auto py-3 pr-3 tabular-nums">
      {hasFact(state, fact) ? factText(state, fact, { t, tf, language }) : tf('values.none')}
      {value !== undefined && (
        <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden className="mt-1.5 block h-2 w-full max-w-48">
          <rect width={value && Math.max(0.5, (value / most) * 100)} height="6" className={`${tints[state.zone].ink_fill} opacity-60`} />
        </svg>
      )}
      {figure && (
        <span className="mt-1 block text-13 text-ink-2">
          {tc('compare.rank', {
            rank: rankText(
              figureOf(state, figure),
              all.map((other) => figureOf(other, figure)),
              language,
            ),
          })}
        </span>
      )}
      <DoubtNote state={state} fields={[fact]} />
    </td>
  )
}
