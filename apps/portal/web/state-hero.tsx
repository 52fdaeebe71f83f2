import { useLanguage } from '#web/i18n.ts'
import { Offers } from '#web/ui/offers.tsx'
import type { State } from '../contract/states.ts'
import { useFactsT } from './facts-words.ts'
import { nameIn } from './filter.ts'
import { hasOwnName, ownScript } from './own-script.ts'
import { tints } from './tints.tsx'
import { useT } from './words.ts'

/** From this length on a name is set a size smaller, or it would fill the page. */
const long_name = 18
/**
 * Nastaliq slopes down its line and Tibetan hangs below it: both need more room than the rest. The one name
 * in Urdu has a width of its own, since it is set from its right edge, which must not move when the font comes.
 */
const tall: Record<string, string> = { ur: 'w-55 whitespace-nowrap pt-4 leading-[2.2] sm:w-74', lbj: 'leading-[1.9]' }

/** The name in its own script over the outline of the place. */
export function StateHero({ state }: { state: State }) {
  const t = useT()
  const tf = useFactsT()
  const language = useLanguage()
  const name = nameIn(state, language)
  const own = hasOwnName(state, name)
  const large = (own ? state.name_local : name).length > long_name ? 'text-32 sm:text-44' : 'text-44 sm:text-60'
  const kind = t(state.kind === 'state' ? 'kinds.state' : 'kinds.union_territory')
  return (
    <header className="relative isolate -mx-4 -mt-5 flex min-h-72 flex-col justify-center overflow-hidden px-4 py-8 sm:min-h-88 md:-mt-9 lg:min-h-104">
      <svg
        viewBox={state.outline.view_box}
        aria-hidden
        className="absolute top-[-6%] right-[-12%] -z-10 h-[112%] w-4/5 sm:right-[-4%] sm:w-3/5 lg:right-0 lg:w-1/2"
        preserveAspectRatio="xMaxYMid meet"
      >
        <path
          d={state.outline.d}
          className={`${tints[state.zone].fill} ${tints[state.zone].stroke}`}
          strokeWidth={6}
          strokeLinejoin="round"
          fillRule="evenodd"
        />
      </svg>
      {own && (
        <p {...ownScript(state)} className={`order-1 max-w-3xl font-semibold ${large} ${tall[ownScript(state).lang] ?? 'script'} ${tints[state.zone].text}`}>
          {state.name_local}
        </p>
      )}
      <h1 className={`title order-2 max-w-2xl ${own ? '' : large}`}>{name}</h1>
      <p className="order-3 mt-1 text-15 text-ink-2">{tf('state.kind_zone', { kind, zone: t(`zone_of.${state.zone}`) })}</p>
      <p className="lead order-4 mt-4 max-w-xl text-ink">{state.lead[language]}</p>
      <p className="order-5 mt-5 empty:hidden">
        <Offers subject={{ kind: 'state', title: name, href: `/states/${state.slug}` }} />
      </p>
    </header>
  )
}
