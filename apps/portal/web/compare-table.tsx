import X from 'lucide-react/icons/x'
import { Link, useNavigate } from 'react-router'
import { useFormat, useLanguage } from '#web/i18n.ts'
import { toast } from '#web/ui/toast.ts'
import type { State, StateSummary } from '../contract/states.ts'
import { CompareCell } from './compare-cell.tsx'
import { useCompareT } from './compare-words.ts'
import { type ComparedFact, compared_facts } from './compared-facts.ts'
import { comparisonAddress } from './comparison.ts'
import { group_names, hasFact } from './fact-groups.ts'
import { useFactsT } from './facts-words.ts'
import { nameIn } from './filter.ts'
import { anchors } from './map/shapes.ts'
import { frameOf } from './map-frame.ts'
import { hasOwnName, ownScript } from './own-script.ts'
import { tints } from './tints.tsx'
import { useStates } from './use-states.ts'
import { useT } from './words.ts'

/** Two columns fit a phone; more of them scroll. */
const widths: Record<number, string> = { 2: 'min-w-88 max-w-4xl', 3: 'min-w-140 max-w-6xl', 4: 'min-w-176' }

interface Props {
  chosen: readonly StateSummary[]
  all: readonly StateSummary[]
}

/** A real table, so that it can be read out and copied; on a narrow screen it scrolls sideways under its first column. */
export function CompareTable({ chosen, all }: Props) {
  const tc = useCompareT()
  const tf = useFactsT()
  const { list } = useFormat()
  const language = useLanguage()
  const states = useStates(chosen.map((state) => state.slug))
  const names = list(chosen.map((state) => nameIn(state, language)))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
    <section aria-label={tc('compare.scroll')} tabIndex={0} className="-mx-4 mt-6 overflow-x-auto px-4">
      <table className={`w-full table-fixed border-collapse text-15 ${widths[chosen.length] ?? ''}`}>
        <caption className="sr-only">{tc('compare.table', { names })}</caption>
        <thead>
          <tr className="align-top">
            <th scope="col" className="sticky left-0 z-10 w-26 bg-paper sm:w-44">
              <span className="sr-only">{tc('compare.fact')}</span>
            </th>
            {chosen.map((state) => (
              <ColumnHead key={state.slug} state={state} slugs={chosen.map((other) => other.slug)} />
            ))}
          </tr>
        </thead>
        {group_names.map((group) => (
          <tbody key={group}>
            <tr>
              <th scope="rowgroup" colSpan={chosen.length + 1} className="border-ink border-b pt-8 pb-2 text-left font-semibold text-17">
                <span className="sticky left-0">{tf(`groups.${group}`)}</span>
              </th>
            </tr>
            {compared_facts[group]
              .filter((fact) => states.some((state) => hasFact(state, fact)))
              .map((fact) => (
                <FactRow key={fact} fact={fact} states={states} all={all} />
              ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

function FactRow({ fact, states, all }: { fact: ComparedFact; states: readonly State[]; all: readonly StateSummary[] }) {
  const tf = useFactsT()
  return (
    <tr className="border-line border-b align-top">
      <th scope="row" className="sticky left-0 z-10 bg-paper py-3 pr-3 text-left font-normal text-ink-2">
        {tf(`facts.${fact}`)}
      </th>
      {states.map((state) => (
        <CompareCell key={state.slug} fact={fact} state={state} states={states} all={all} />
      ))}
    </tr>
  )
}

function ColumnHead({ state, slugs }: { state: StateSummary; slugs: readonly string[] }) {
  const t = useT()
  const tc = useCompareT()
  const language = useLanguage()
  const name = nameIn(state, language)
  const at = anchors[state.slug]
  const frame = at && frameOf([at.box], 1, 0)
  const navigate = useNavigate()
  const takenOut = () => toast({ text: tc('compare.removed', { name }), undo: () => void navigate(comparisonAddress(slugs), { preventScrollReset: true }) })
  return (
    <th scope="col" className="pr-3 pb-2 text-left font-normal">
      <span className="flex items-start justify-between">
        <svg viewBox={frame} aria-hidden className="size-20">
          {/* Scattered small parts would be specks without an edge of their own colour. */}
          <use
            href={`#in-${state.slug}`}
            className={`${tints[state.zone].fill} ${at?.small ? tints[state.zone].stroke : ''}`}
            strokeWidth={(Number(frame?.split(' ')[2]) || 0) / 25}
            strokeLinejoin="round"
          />
        </svg>
        <Link
          to={comparisonAddress(slugs.filter((slug) => slug !== state.slug))}
          preventScrollReset
          onClick={takenOut}
          aria-label={t('compare.remove', { name })}
          className="btn btn-quiet btn-sm min-w-11 px-0 text-ink-2"
        >
          <X aria-hidden className="size-4" />
        </Link>
      </span>
      <Link to={`/states/${state.slug}`} className="mt-2 block font-semibold text-20 leading-tight hover:text-neel">
        {name}
      </Link>
      <span {...(hasOwnName(state, name) ? ownScript(state) : {})} className="block min-h-6 font-[system-ui,sans-serif] text-ink-2">
        {hasOwnName(state, name) && state.name_local}
      </span>
    </th>
  )
}
