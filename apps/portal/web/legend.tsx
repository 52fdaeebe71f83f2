import { Link } from 'react-router'
import { useLanguage } from '#web/i18n.ts'
import { type Figure, zones } from '../contract/states.ts'
import type { Range } from './classes.ts'
import type { Colouring } from './colouring.ts'
import { useHomeT } from './home-words.ts'
import { roundText } from './numbers.ts'
import { scale, tints } from './tints.tsx'
import { searchOf, type View } from './view.ts'
import { useT } from './words.ts'

/** What the colours mean: five classes with their ranges, or the parts of the country. */
export function Legend({ view, colouring }: { view: View; colouring: Colouring }) {
  return colouring.figure ? <Classes figure={colouring.figure} ranges={colouring.ranges} /> : <Regions view={view} />
}

function Classes({ figure, ranges }: { figure: Figure; ranges: Range[] }) {
  const t = useT()
  const th = useHomeT()
  const language = useLanguage()
  const text = ({ from, below }: Range) => {
    const words = { from: roundText(figure, from ?? 0, language), below: roundText(figure, below ?? 0, language) }
    if (from === undefined) return th('home.below', { value: words.below })
    return below === undefined ? th('home.from', { value: words.from }) : th('home.between', words)
  }
  return (
    <div>
      <p className="mb-2 text-15 text-ink-2">{t(`figures.${figure}.what`)}</p>
      <ol aria-label={th('home.legend')} className="grid grid-cols-5 gap-x-0.5 text-13 tabular-nums">
        {ranges.map((range, i) => (
          <li key={range.from ?? 'lowest'}>
            <span
              aria-hidden
              className={`block h-3 ${scale[i]?.background ?? ''} ${i === 0 ? 'rounded-l-sm' : ''} ${i === ranges.length - 1 ? 'rounded-r-sm' : ''}`}
            />
            <span className="mt-1.5 block pr-1 leading-tight">{text(range)}</span>
            <span className="block text-ink-2">{th('home.places', { count: range.count })}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}

/** Each also filters by its part of the country, and a second time takes that back. */
function Regions({ view }: { view: View }) {
  const t = useT()
  const th = useHomeT()
  return (
    <ul aria-label={th('home.zone')} className="-mx-2 flex flex-wrap gap-x-1 gap-y-0.5 text-15">
      {zones.map((zone) => {
        const chosen = view.zone === zone
        return (
          <li key={zone}>
            <Link
              to={`/${searchOf({ ...view, zone: chosen ? undefined : zone })}`}
              preventScrollReset
              aria-current={chosen || undefined}
              className={`flex min-h-11 items-center gap-2 rounded-sm px-2 hover:bg-sunk ${chosen ? 'bg-sunk font-medium' : ''}`}
            >
              <span aria-hidden className={`size-3.5 rounded-full ${tints[zone].background} ring-1 ring-ink/20`} />
              {t(`zones.${zone}`)}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
