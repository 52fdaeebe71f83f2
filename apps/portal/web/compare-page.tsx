import { Link, useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import { useFormat, useLanguage } from '#web/i18n.ts'
import type { StateSummary } from '../contract/states.ts'
import { useListStatesQuery } from './api.ts'
import { CompareAdd } from './compare-add.tsx'
import { CompareStart } from './compare-start.tsx'
import { CompareTable } from './compare-table.tsx'
import { useCompareT } from './compare-words.ts'
import { type Comparison, comparisonAddress, max_compared, parseComparison } from './comparison.ts'
import { nameIn } from './filter.ts'
import { MapSprite } from './map-sprite.tsx'
import { useT } from './words.ts'

/** Two to four places side by side; the address holds which. */
export function ComparePage() {
  const t = useT()
  const tc = useCompareT()
  const { list } = useFormat()
  const language = useLanguage()
  const [search] = useSearchParams()
  const { data: all = [] } = useListStatesQuery({})
  const asked = parseComparison(
    search,
    all.map((state) => state.slug),
  )
  const chosen = asked.slugs.flatMap((slug) => all.find((state) => state.slug === slug) ?? [])
  const names = list(chosen.map((state) => nameIn(state, language)))
  const title = chosen.length > 1 ? tc('compare.title_of', { names }) : tc('compare.title')
  useHead({ title: t('tab', { page: title }), description: tc('compare.description'), canonical: comparisonAddress(asked.slugs) })
  return (
    <div className="page">
      <MapSprite />
      <h1 className="title">{title}</h1>
      {chosen.length < 2 && <p className="lead mt-2">{tc('compare.line')}</p>}
      <Notices asked={asked} all={all} />
      {chosen.length > 1 ? (
        <>
          {chosen.length < max_compared && <CompareAdd chosen={chosen} all={all} />}
          <CompareTable chosen={chosen} all={all} />
        </>
      ) : (
        <CompareStart chosen={chosen} all={all} />
      )}
      <p className="mt-10 flex flex-wrap gap-x-6 gap-y-2 text-15">
        <Link to={`/${asked.slugs.length > 0 ? `?compare=${asked.slugs.join(',')}` : ''}`} className="link inline-flex min-h-11 items-center">
          {tc('compare.back')}
        </Link>
        <Link to="/about/data" className="link inline-flex min-h-11 items-center">
          {t('credit.facts')}
        </Link>
      </p>
    </div>
  )
}

/** What of the address could not be followed. */
function Notices({ asked, all }: { asked: Comparison; all: readonly StateSummary[] }) {
  const tc = useCompareT()
  const { list } = useFormat()
  const language = useLanguage()
  const dropped = all.filter((state) => asked.dropped.includes(state.slug)).map((state) => nameIn(state, language))
  const notices = [
    ...(asked.unknown.length > 0
      ? [tc('compare.unknown', { count: asked.unknown.length, names: list(asked.unknown.map((slug) => `“${slug.slice(0, 40)}”`)) })]
      : []),
    ...(dropped.length > 0 ? [tc('compare.dropped', { names: list(dropped) })] : []),
  ]
  return notices.map((notice) => (
    <p key={notice} role="status" className="mt-4 max-w-[65ch] wrap-anywhere rounded-md bg-genda-soft px-4 py-3 text-15">
      {notice}
    </p>
  ))
}
