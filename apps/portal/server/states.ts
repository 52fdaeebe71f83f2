import type { z } from 'zod'
import { notFound } from '#contract/problem.ts'
import { figures, type listStates, State, StateSummary } from '../contract/states.ts'
import outlines from './facts/outlines.json' with { type: 'json' }
import { sources } from './facts/sources.ts'
import facts from './facts/states.json' with { type: 'json' }
import { words } from './facts/words/index.ts'

type Fact = (typeof facts)[number]

const nameOf = new Map(facts.map((fact) => [fact.slug, { slug: fact.slug, name: fact.name, name_hi: fact.name_hi }]))

function put(fact: Fact): State {
  const own = words[fact.slug as keyof typeof words]
  return State.parse({
    ...fact,
    capital_hi: own.hi.capital,
    lead: own.lead,
    prose: own.prose,
    hi: own.hi,
    doubts: own.doubts,
    neighbours: fact.neighbours.map((slug) => nameOf.get(slug)),
    outline: outlines[fact.slug as keyof typeof outlines],
    sources,
  })
}

/** All 36, by name; put together and checked once. */
let made: Map<string, State> | undefined
export function allStates(): Map<string, State> {
  made ??= new Map(facts.map((fact) => [fact.slug, put(fact)] as const).sort(([, a], [, b]) => byName(a, b)))
  return made
}

const byName = (a: StateSummary, b: StateSummary) => a.name.localeCompare(b.name, 'en')

export const stateSlugs = () => facts.map((fact) => fact.slug)

/** Throws `not_found`. */
export function requireState(slug: string): State {
  const state = allStates().get(slug.toLowerCase())
  if (!state) throw notFound('state')
  return state
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase()

function matches(state: State, q: string): boolean {
  return [state.name, state.name_hi, state.name_local, state.capital, state.capital_hi, state.iso_code, state.slug].some((text) => fold(text).includes(q))
}

export function statesBy({ kind, zone, q, sort }: z.output<typeof listStates.query>): StateSummary[] {
  const text = fold(q ?? '').trim()
  const found = [...allStates().values()].filter((s) => (!kind || s.kind === kind) && (!zone || s.zone === zone) && (!text || matches(s, text)))
  const sign = sort.startsWith('-') ? -1 : 1
  const key = sort.replace('-', '')
  const figure = key === 'name' ? undefined : figures[key as keyof typeof figures]
  // Equal figures keep the order of names, so that the list is always the same.
  return found.sort((a, b) => sign * (figure ? a[figure] - b[figure] : byName(a, b)) || byName(a, b))
}

/** The same facts as files. */
export function stateFiles(): { path: string; type: string; text: () => string }[] {
  const type = 'application/json; charset=utf-8'
  return [
    { path: '/data/states.json', type, text: () => JSON.stringify([...allStates().values()].map((state) => StateSummary.parse(state))) },
    ...stateSlugs().map((slug) => ({ path: `/data/${slug}.json`, type, text: () => JSON.stringify(requireState(slug)) })),
  ]
}
