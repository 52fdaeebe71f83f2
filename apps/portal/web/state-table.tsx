import { Link } from 'react-router'
import { useLanguage } from '#web/i18n.ts'
import type { Figure, StateSummary } from '../contract/states.ts'
import type { Colouring } from './colouring.ts'
import { max_compared } from './comparison.ts'
import { figureOf, nameIn } from './filter.ts'
import { useHomeT } from './home-words.ts'
import { figureText } from './numbers.ts'
import { hasOwnName, ownScript } from './own-script.ts'
import { type SortKey, searchOf, shownFigure, type View } from './view.ts'
import { useT } from './words.ts'

interface Props {
  states: readonly StateSummary[]
  view: View
  colouring: Colouring
  onTick: (slug: string) => void
}

/** The list beside the map: names and the figure, in the order of the address. */
export function StateTable({ states, view, colouring, onTick }: Props) {
  const t = useT()
  const th = useHomeT()
  const figure = shownFigure(view)
  return (
    <table className="w-full text-15">
      <thead>
        <tr className="border-line border-b text-ink-2">
          <SortHead view={view} by="name" label={th('home.name')} />
          <SortHead view={view} by={figure} label={t(`figures.${figure}.name`)} />
          <th scope="col" className="w-16 pl-2 text-right text-13 font-normal">
            {t('compare.column')}
          </th>
        </tr>
      </thead>
      <tbody>
        {states.map((state) => (
          <Row key={state.slug} state={state} figure={figure} view={view} swatch={colouring.swatchOf(state)} onTick={onTick} />
        ))}
      </tbody>
    </table>
  )
}

/** Names begin upwards, figures with the highest; a second time turns the order. */
function SortHead({ view, by, label }: { view: View; by: SortKey; label: string }) {
  const th = useHomeT()
  const { key, descending } = view.sort
  const sorted = key === by
  const sort = { key: by, descending: sorted ? !descending : by !== 'name' }
  const order = descending ? 'descending' : 'ascending'
  return (
    <th scope="col" aria-sort={sorted ? order : undefined} className={by === 'name' ? 'text-left font-normal' : 'text-right font-normal'}>
      <Link
        to={`/${searchOf({ ...view, sort })}`}
        preventScrollReset
        aria-label={th('home.sort_by', { name: label })}
        className={`inline-flex min-h-11 items-center gap-1 text-13 hover:text-ink ${by === 'name' ? '' : 'flex-row-reverse'} ${sorted ? 'font-medium text-ink' : ''}`}
      >
        {label}
        <svg viewBox="0 0 8 10" aria-hidden className={`size-2.5 ${sorted ? 'fill-current' : 'fill-transparent'}`}>
          <path d={descending ? 'M0 3h8L4 8z' : 'M0 7h8L4 2z'} />
        </svg>
      </Link>
    </th>
  )
}

function Row({ state, figure, view, swatch, onTick }: { state: StateSummary; figure: Figure; view: View; swatch: string; onTick: Props['onTick'] }) {
  const t = useT()
  const language = useLanguage()
  const name = nameIn(state, language)
  const ticked = view.compare.includes(state.slug)
  const full = !ticked && view.compare.length >= max_compared
  return (
    <tr className="relative border-line border-b hover:bg-sunk">
      <th scope="row" className="py-2 text-left font-normal">
        <span className="grid grid-cols-[auto_1fr] items-baseline gap-x-2.5">
          <span aria-hidden className={`size-3 rounded-full ${swatch} ring-1 ring-ink/20`} />
          <span>
            <Link to={`/states/${state.slug}`} className="mr-2 font-medium after:absolute after:inset-0 hover:text-neel">
              {name}
            </Link>
            {/* In the fonts of the device: twelve scripts at once would be two megabytes of ours. */}
            {hasOwnName(state, name) && (
              <span {...ownScript(state)} className="inline-block font-[system-ui,sans-serif] text-ink-2">
                {state.name_local}
              </span>
            )}
            <span className="block text-13 text-ink-2">{language === 'hi' ? state.capital_hi : state.capital}</span>
          </span>
        </span>
      </th>
      <td className="py-2 pl-3 text-right tabular-nums">{figureText(figure, figureOf(state, figure), language)}</td>
      <td className="relative w-16 pl-2 text-right">
        <label className="-mr-2 inline-flex size-11 cursor-pointer items-center justify-center">
          <span className="sr-only">{t('compare.tick', { name })}</span>
          <input
            type="checkbox"
            name="states"
            value={state.slug}
            defaultChecked={ticked}
            disabled={full}
            onChange={() => onTick(state.slug)}
            className="size-4.5 accent-neel"
          />
        </label>
      </td>
    </tr>
  )
}
