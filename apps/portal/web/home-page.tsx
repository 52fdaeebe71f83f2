import { Link } from 'react-router'
import { addressIn, useHead } from '#web/head.tsx'
import { useLanguage } from '#web/i18n.ts'
import { usePage } from '#web/page-context.ts'
import type { StateSummary } from '../contract/states.ts'
import { useListStatesQuery } from './api.ts'
import { ColourLinks } from './colour-links.tsx'
import { colouringOf } from './colouring.ts'
import { filtered, sorted } from './filter.ts'
import { useHomeT } from './home-words.ts'
import { IndiaMap } from './india-map.tsx'
import { itemList } from './json-ld.ts'
import { Legend } from './legend.tsx'
import { MapSprite } from './map-sprite.tsx'
import { SearchForm } from './search-form.tsx'
import { StateList } from './state-list.tsx'
import { useView } from './use-view.ts'
import { useT } from './words.ts'

const none: StateSummary[] = []

/** The map of India and the list of its 36 parts, both as the address says. */
export function HomePage() {
  const t = useT()
  const th = useHomeT()
  const language = useLanguage()
  const { origin } = usePage()
  const { data: all = none } = useListStatesQuery({})
  const { view: asked, change } = useView()
  const view = { ...asked, compare: asked.compare.filter((slug) => all.some((state) => state.slug === slug)) }
  const found = sorted(filtered(all, view), view.sort, language)
  const colouring = colouringOf(view.by, all)
  useHead({
    title: t('tab', { page: th('home.title') }),
    description: th('home.description'),
    canonical: '/',
    json_ld: itemList(all, language, (path) => origin + addressIn(language, path)),
  })
  return (
    <div className="page">
      <MapSprite />
      <h1 className="title">{th('home.title')}</h1>
      <p className="lead mt-2 max-w-none">{th('home.line')}</p>
      <div className="mt-6 grid gap-x-14 gap-y-8 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,7fr)_minmax(0,6fr)]">
        <section aria-label={th('home.map')} className="flex flex-col gap-4 self-start lg:sticky lg:top-18">
          <ColourLinks view={view} />
          <Legend view={view} colouring={colouring} />
          <a href="#list" className="btn btn-sm sr-only focus:not-sr-only">
            {th('home.skip_map')}
          </a>
          <IndiaMap states={all} view={view} colouring={colouring} found={new Set(found.map((state) => state.slug))} />
          <p className="text-13 text-ink-2">
            {th('home.source')}{' '}
            <Link to="/about/data" className="link">
              {th('home.about')}
            </Link>
            <span className="block">{t('credit.map')}</span>
          </p>
        </section>
        <section id="list" tabIndex={-1} aria-label={th('home.list')} className="scroll-mt-18 outline-none">
          <SearchForm view={view} change={change} />
          <div className="mt-4">
            <StateList all={all} found={found} view={view} colouring={colouring} change={change} />
          </div>
        </section>
      </div>
    </div>
  )
}
