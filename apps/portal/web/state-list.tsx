import { type RefObject, useEffect, useRef } from 'react'
import { Link, useHref } from 'react-router'
import { useLanguage } from '#web/i18n.ts'
import type { StateSummary } from '../contract/states.ts'
import type { Colouring } from './colouring.ts'
import { CompareTray } from './compare-tray.tsx'
import { max_compared, toggled } from './comparison.ts'
import { matches, nameIn } from './filter.ts'
import { useHomeT } from './home-words.ts'
import { similarTo } from './similar.ts'
import { StateTable } from './state-table.tsx'
import type { ChangeView } from './use-view.ts'
import { isFiltered, searchOf, type View } from './view.ts'
import { useT } from './words.ts'

interface Props {
  all: readonly StateSummary[]
  found: readonly StateSummary[]
  view: View
  colouring: Colouring
  change: ChangeView
}

/** The found places as one form: its ticks are the comparison, with and without scripts. */
export function StateList({ all, found, view, colouring, change }: Props) {
  const t = useT()
  const th = useHomeT()
  const form = useRef<HTMLFormElement>(null)
  useTicksInStep(form, view, change)
  const hidden = view.compare.filter((slug) => !found.some((state) => state.slug === slug))
  const tick = (slug: string) => change(({ compare }) => ({ compare: toggled(compare, slug) }))
  return (
    <form ref={form} action={useHref('/compare')} method="get">
      {hidden.map((slug) => (
        <input key={slug} type="hidden" name="states" value={slug} />
      ))}
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-4">
        <p role="status" className="text-15">
          {isFiltered(view) ? th('home.found_of', { count: found.length, all: all.length }) : th('home.found', { count: found.length })}
          {isFiltered(view) && found.length > 0 && (
            <Link
              to={`/${searchOf({ ...view, q: '', kind: undefined, zone: undefined })}`}
              preventScrollReset
              className="link ml-3 inline-flex min-h-11 items-center"
            >
              {th('home.show_all')}
            </Link>
          )}
        </p>
        <p role="status" className="text-13 text-ink-2">
          {view.compare.length === 0 && found.length > 1 && t('compare.hint')}
          {view.compare.length === max_compared && t('compare.full')}
        </p>
        <noscript>
          <button type="submit" className="btn btn-sm">
            {t('compare.go')}
          </button>
        </noscript>
      </div>
      {found.length > 0 ? <StateTable states={found} view={view} colouring={colouring} onTick={tick} /> : <NoneFound view={view} all={all} />}
      <CompareTray all={all} view={view} change={change} />
    </form>
  )
}

/** Why the list is empty, and the way on: names that are nearly the same, or all of them. */
function NoneFound({ view, all }: { view: View; all: readonly StateSummary[] }) {
  const th = useHomeT()
  const language = useLanguage()
  const q = view.q.trim()
  const near = similarTo(q, all)
  return (
    <div className="hairline py-10">
      <h2 className="text-20">{th('home.none_title')}</h2>
      <p className="mt-1 text-ink-2">{q && !all.some((state) => matches(state, q)) ? th('home.none_text', { q }) : th('home.none_text_filters')}</p>
      {near.length > 0 && (
        <p className="mt-3 flex flex-wrap items-center gap-x-4">
          {th('home.none_near')}
          {near.map((state) => (
            <Link key={state.slug} to={`/states/${state.slug}`} className="link inline-flex min-h-11 items-center">
              {nameIn(state, language)}
            </Link>
          ))}
        </p>
      )}
      <Link to={`/${searchOf({ ...view, q: '', kind: undefined, zone: undefined })}`} preventScrollReset className="btn mt-5">
        {th('home.show_all')}
      </Link>
    </div>
  )
}

/** Takes over what was ticked before the app came; later the boxes follow the address, as after Back. */
function useTicksInStep(ref: RefObject<HTMLFormElement | null>, view: View, change: ChangeView) {
  const taken_over = useRef(false)
  const compare = view.compare.join(',')
  useEffect(() => {
    const boxes = [...(ref.current?.querySelectorAll<HTMLInputElement>('input[type=checkbox][name=states]') ?? [])]
    if (!taken_over.current) {
      taken_over.current = true
      const ticked = boxes.filter((box) => box.checked).map((box) => box.value)
      const kept = compare.split(',').filter((slug) => ticked.includes(slug) || !boxes.some((box) => box.value === slug))
      change({ compare: [...new Set([...kept, ...ticked])].filter(Boolean).slice(0, max_compared) }, 'replace')
      return
    }
    for (const box of boxes) box.checked = compare.split(',').includes(box.value)
  }, [ref, compare, change])
}
