import ArrowLeft from 'lucide-react/icons/arrow-left'
import ArrowRight from 'lucide-react/icons/arrow-right'
import { Link } from 'react-router'
import { useLanguage } from '#web/i18n.ts'
import type { StateSummary } from '../contract/states.ts'
import { useFactsT } from './facts-words.ts'
import { nameIn, sorted } from './filter.ts'

/** On to the one before and the one after in the alphabet; the last leads to the first. */
export function StateTurn({ slug, all }: { slug: string; all: readonly StateSummary[] }) {
  const tf = useFactsT()
  const language = useLanguage()
  const order = sorted(all, { key: 'name', descending: false }, language)
  const at = order.findIndex((state) => state.slug === slug)
  const previous = order.at(at - 1)
  const next = order[(at + 1) % order.length]
  return (
    <nav aria-label={tf('state.others')} className="hairline mt-12 flex flex-wrap justify-between gap-x-6 gap-y-2 pt-4">
      {previous && (
        <Link to={`/states/${previous.slug}`} rel="prev" className="group flex min-h-11 items-center gap-3">
          <ArrowLeft aria-hidden className="size-5 shrink-0 text-ink-2" />
          <span>
            <span className="block text-13 text-ink-2">{tf('state.previous')}</span>
            <span className="font-medium group-hover:text-neel">{nameIn(previous, language)}</span>
          </span>
        </Link>
      )}
      <Link to="/" className="link order-last flex min-h-11 w-full items-center justify-center sm:order-none sm:w-auto">
        {tf('state.all')}
      </Link>
      {next && (
        <Link to={`/states/${next.slug}`} rel="next" className="group ml-auto flex min-h-11 items-center gap-3 text-right sm:ml-0">
          <span>
            <span className="block text-13 text-ink-2">{tf('state.next')}</span>
            <span className="font-medium group-hover:text-neel">{nameIn(next, language)}</span>
          </span>
          <ArrowRight aria-hidden className="size-5 shrink-0 text-ink-2" />
        </Link>
      )}
    </nav>
  )
}
