import ArrowRight from 'lucide-react/icons/arrow-right'
import X from 'lucide-react/icons/x'
import { Link } from 'react-router'
import { useLanguage } from '#web/i18n.ts'
import type { StateSummary } from '../contract/states.ts'
import { comparisonAddress } from './comparison.ts'
import { nameIn } from './filter.ts'
import { tints } from './tints.tsx'
import type { ChangeView } from './use-view.ts'
import type { View } from './view.ts'
import { useT } from './words.ts'

/** What is ticked, always in sight while the list scrolls, with the way on. */
export function CompareTray({ all, view, change }: { all: readonly StateSummary[]; view: View; change: ChangeView }) {
  const t = useT()
  const language = useLanguage()
  const chosen = view.compare.flatMap((slug) => all.find((state) => state.slug === slug) ?? [])
  if (chosen.length === 0) return null
  const without = (slug: string) => change(({ compare }) => ({ compare: compare.filter((other) => other !== slug) }))
  return (
    <section
      aria-label={t('compare.chosen')}
      className="sticky bottom-20 z-10 mt-4 flex flex-wrap items-center gap-2 rounded-md border border-line bg-raised p-3 shadow-float md:bottom-4"
    >
      <ul className="flex flex-1 flex-wrap gap-1.5">
        {chosen.map((state) => (
          <li key={state.slug} className={`flex items-center rounded-full pl-3 text-15 ${tints[state.zone].background} ${tints[state.zone].text}`}>
            {nameIn(state, language)}
            <button
              type="button"
              onClick={() => without(state.slug)}
              aria-label={t('compare.remove', { name: nameIn(state, language) })}
              className="ml-0.5 grid size-9 shrink-0 pointer-coarse:size-11 cursor-pointer place-items-center rounded-full"
            >
              <X aria-hidden className="size-4" />
            </button>
          </li>
        ))}
      </ul>
      {chosen.length > 1 ? (
        <Link to={comparisonAddress(chosen.map((state) => state.slug))} className="btn btn-main">
          {t('compare.go_count', { count: chosen.length })}
          <ArrowRight aria-hidden className="size-4" />
        </Link>
      ) : (
        <p className="text-15 text-ink-2">{t('compare.one_more')}</p>
      )}
    </section>
  )
}
