import type { FormEvent } from 'react'
import { Link, useHref, useNavigate } from 'react-router'
import { useLanguage } from '#web/i18n.ts'
import type { StateSummary } from '../contract/states.ts'
import { PlaceSelect } from './compare-add.tsx'
import { useCompareT } from './compare-words.ts'
import { comparisonAddress } from './comparison.ts'
import { nameIn } from './filter.ts'
import { pickedIn } from './picked.ts'
import { useT } from './words.ts'

/** Pairs that are worth a look: coast and coast, a divided state, plain and hills, the smallest and the largest of the south. */
const pairs = [
  ['kerala', 'tamil-nadu'],
  ['andhra-pradesh', 'telangana'],
  ['punjab', 'himachal-pradesh'],
  ['goa', 'maharashtra'],
]

/** With fewer than two places there is nothing to compare yet: the next step instead of an empty table. */
export function CompareStart({ chosen, all }: { chosen: readonly StateSummary[]; all: readonly StateSummary[] }) {
  const t = useT()
  const tc = useCompareT()
  const language = useLanguage()
  const navigate = useNavigate()
  const [first] = chosen
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void navigate(comparisonAddress(pickedIn(event.currentTarget)))
  }
  const name = (slug: string) => {
    const state = all.find((other) => other.slug === slug)
    return state ? nameIn(state, language) : slug
  }
  return (
    <>
      <p className="mt-6 text-17">{first ? tc('compare.start_one', { name: nameIn(first, language) }) : tc('compare.start')}</p>
      <form
        key={first?.slug}
        action={useHref('/compare')}
        method="get"
        onSubmit={submit}
        className="mt-3 flex max-w-2xl flex-col gap-3 sm:flex-row sm:items-end"
      >
        <PlaceSelect label={tc('compare.first')} all={all} without={[]} value={first?.slug ?? ''} />
        <PlaceSelect label={tc('compare.second')} all={all} without={[]} value="" />
        <button type="submit" className="btn btn-main">
          {t('compare.go')}
        </button>
      </form>
      <h2 className="mt-8 font-semibold text-17">{tc('compare.or')}</h2>
      <ul>
        {pairs.map(([one = '', other = '']) => (
          <li key={one}>
            <Link to={comparisonAddress([one, other])} className="link inline-flex min-h-11 items-center">
              {tc('compare.pair', { first: name(one), second: name(other) })}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
