import { Link, useParams } from 'react-router'
import { addressIn, useHead } from '#web/head.tsx'
import { useLanguage } from '#web/i18n.ts'
import { usePage } from '#web/page-context.ts'
import type { State, StateSummary } from '../contract/states.ts'
import { useGetStateQuery, useListStatesQuery } from './api.ts'
import { StatePosts } from './blog/state-posts.tsx'
import { useFactsT } from './facts-words.ts'
import { nameIn } from './filter.ts'
import { placeOf } from './json-ld.ts'
import { MapSprite } from './map-sprite.tsx'
import { StateFacts } from './state-facts.tsx'
import { StateFigures } from './state-figures.tsx'
import { StateHero } from './state-hero.tsx'
import { StateNeighbours } from './state-neighbours.tsx'
import { StateTurn } from './state-turn.tsx'
import { StateVisit } from './state-visit.tsx'
import { useT } from './words.ts'

/** One state or union territory; its loader has put both answers into the store. */
export function StatePage() {
  const { slug = '' } = useParams()
  const { data: all = [] } = useListStatesQuery({})
  const { data: state } = useGetStateQuery({ params: { slug } })
  return state ? <Whole key={slug} state={state} all={all} /> : null
}

function Whole({ state, all }: { state: State; all: readonly StateSummary[] }) {
  const t = useT()
  const tf = useFactsT()
  const language = useLanguage()
  const { origin } = usePage()
  const name = nameIn(state, language)
  useHead({
    title: t('tab', { page: name }),
    description: state.lead[language],
    canonical: `/states/${state.slug}`,
    json_ld: placeOf(state, language, (path) => origin + addressIn(language, path)),
  })
  return (
    <article className="page">
      <MapSprite />
      <StateHero state={state} />
      <StateFigures state={state} all={all} />
      <div className="hairline mt-12 grid gap-x-16 gap-y-10 pt-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <section>
          <h2 className="font-semibold text-25">{tf('state.about', { name })}</h2>
          <div className="mt-3 max-w-[65ch] space-y-4 text-17">
            {state.prose[language].map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
          </div>
        </section>
        <StateNeighbours state={state} all={all} />
      </div>
      <StateFacts state={state} />
      <StateVisit state={state} />
      <StatePosts state={state} />
      <p className="mt-8 flex flex-wrap gap-x-6 gap-y-1 text-13 text-ink-2 items-center">
        <Link to="/about/data" className="link inline-flex min-h-8 items-center">
          {t('credit.facts')}
        </Link>
        <a href={`/data/${state.slug}.json`} className="link inline-flex min-h-8 items-center">
          {tf('state.data')}
        </a>
        <span>{t('credit.map')}</span>
      </p>
      <StateTurn slug={state.slug} all={all} />
    </article>
  )
}
