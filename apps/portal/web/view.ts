import { type Figure, figures, kinds, type StateSummary, sorts, zones } from '../contract/states.ts'
import { max_compared } from './comparison.ts'

export type Kind = StateSummary['kind']
export type Zone = StateSummary['zone']
export type SortKey = (typeof sorts)[number]
/** What the home page shows; the address holds all of it. */
export interface View {
  /** What colours the map. */
  by: Figure | 'region'
  kind: Kind | undefined
  zone: Zone | undefined
  q: string
  sort: { key: SortKey; descending: boolean }
  /** Slugs ticked for comparison, in the order of ticking. */
  compare: string[]
}

export const figure_names = Object.keys(figures) as Figure[]
export const colourings = ['region', ...figure_names] as const

/** How a kind or zone stands in an address. */
export const addressWord = (name: string) => name.toLowerCase().replaceAll(' ', '-')
const pick = <T extends string>(all: readonly T[], text: string | null): T | undefined =>
  all.find((name) => addressWord(name) === addressWord(text?.replaceAll('_', '-') ?? ''))

/** Reads an address; what it does not know it leaves out, so that no address is an error. */
export function parseView(search: URLSearchParams): View {
  const sort = search.get('sort') ?? ''
  return {
    by: colourings.find((name) => name === search.get('by')) ?? 'region',
    kind: pick(kinds, search.get('kind')),
    zone: pick(zones, search.get('zone')),
    q: (search.get('q') ?? '').slice(0, 100),
    sort: { key: sorts.find((name) => name === sort.replace(/^-/, '')) ?? 'name', descending: sort.startsWith('-') },
    compare: [...new Set(search.getAll('compare').flatMap((part) => part.split(',')))].filter(Boolean).slice(0, max_compared),
  }
}

export const sortText = ({ key, descending }: View['sort']) => `${descending ? '-' : ''}${key}`

/** The shortest query that says the same, always in the same order; defaults are left out. */
export function searchOf(view: View): string {
  const search = new URLSearchParams()
  if (view.by !== 'region') search.set('by', view.by)
  if (view.kind) search.set('kind', addressWord(view.kind))
  if (view.zone) search.set('zone', addressWord(view.zone))
  if (view.q.trim()) search.set('q', view.q.trim())
  if (sortText(view.sort) !== 'name') search.set('sort', sortText(view.sort))
  if (view.compare.length > 0) search.set('compare', view.compare.join(','))
  // A comma needs no escape in a query, and the address is read by people.
  const text = search.toString().replaceAll('%2C', ',')
  return text && `?${text}`
}

/** The figure beside each name: the one on the map, else the one sorted by, else the population. */
export function shownFigure(view: View): Figure {
  if (view.by !== 'region') return view.by
  return view.sort.key === 'name' ? 'population' : view.sort.key
}

export const isFiltered = (view: View) => Boolean(view.kind || view.zone || view.q.trim())
