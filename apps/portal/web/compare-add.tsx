import { type FormEvent, useId } from 'react'
import { useHref, useNavigate } from 'react-router'
import { useLanguage } from '#web/i18n.ts'
import type { StateSummary } from '../contract/states.ts'
import { useCompareT } from './compare-words.ts'
import { comparisonAddress } from './comparison.ts'
import { nameIn, sorted } from './filter.ts'
import { pickedIn } from './picked.ts'

interface Props {
  chosen: readonly StateSummary[]
  all: readonly StateSummary[]
}

/** One more column. A form, so that it works without scripts; with them the address stays short. */
export function CompareAdd({ chosen, all }: Props) {
  const tc = useCompareT()
  const navigate = useNavigate()
  const slugs = chosen.map((state) => state.slug)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void navigate(comparisonAddress(pickedIn(event.currentTarget)), { preventScrollReset: true })
  }
  return (
    <form action={useHref('/compare')} method="get" onSubmit={submit} className="mt-5 flex max-w-md items-end gap-2">
      {slugs.map((slug) => (
        <input key={slug} type="hidden" name="states" value={slug} />
      ))}
      <PlaceSelect key={slugs.join()} label={tc('compare.add')} without={slugs} all={all} value="" />
      <button type="submit" className="btn">
        {tc('compare.add_button')}
      </button>
    </form>
  )
}

interface SelectProps {
  label: string
  all: readonly StateSummary[]
  without: readonly string[]
  value: string
}

/** A place by its name, in the reader's alphabet. */
export function PlaceSelect({ label, all, without, value }: SelectProps) {
  const tc = useCompareT()
  const language = useLanguage()
  const id = useId()
  const order = sorted(all, { key: 'name', descending: false }, language)
  return (
    <div className="min-w-0 flex-1 text-15">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <select id={id} name="states" defaultValue={value} className="control mt-1 w-full">
        <option value="">{tc('compare.choose')}</option>
        {order
          .filter((state) => !without.includes(state.slug))
          .map((state) => (
            <option key={state.slug} value={state.slug}>
              {nameIn(state, language)}
            </option>
          ))}
      </select>
    </div>
  )
}
