import { useLanguage } from '#web/i18n.ts'
import { Offers } from '#web/ui/offers.tsx'
import type { State } from '../contract/states.ts'
import { useFactsT } from './facts-words.ts'
import { nameIn } from './filter.ts'

/** What to see, celebrate and eat. */
export function StateVisit({ state }: { state: State }) {
  const tf = useFactsT()
  const language = useLanguage()
  const { places, festivals, dishes } = language === 'hi' ? state.hi : state
  return (
    <section className="hairline mt-12 grid gap-x-12 gap-y-8 pt-6 md:grid-cols-[2fr_1fr_1fr]">
      <div>
        <h2 id="places" className="font-semibold text-20">
          {tf('state.places')}
        </h2>
        <dl className="mt-2">
          {places.map((place) => (
            <div key={place.name} className="relative border-line border-b py-2.5 pe-12">
              <dt className="font-medium">{place.name}</dt>
              <dd className="text-15 text-ink-2">
                {place.fact}
                <span className="absolute end-0 top-1.5">
                  <Offers bare subject={{ kind: 'place', title: `${place.name}, ${nameIn(state, language)}`, href: `/states/${state.slug}#places` }} />
                </span>
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <Names title={tf('state.festivals')} names={festivals} />
      <Names title={tf('state.dishes')} names={dishes} />
      <p className="text-13 text-ink-2 md:col-span-3">{tf('state.own_knowledge')}</p>
    </section>
  )
}

const Names = ({ title, names }: { title: string; names: readonly string[] }) => (
  <div>
    <h2 className="font-semibold text-20">{title}</h2>
    <ul className="mt-2">
      {names.map((name) => (
        <li key={name} className="border-line border-b py-2.5 font-medium">
          {name}
        </li>
      ))}
    </ul>
  </div>
)
