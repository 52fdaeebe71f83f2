import { type Figure, figures, type State } from '../contract/states.ts'
import { type Fact, type FactGroup, fact_groups } from './fact-groups.ts'

export type ComparedFact = Exclude<Fact, 'males_2011' | 'females_2011' | 'area_claimed_km2' | 'name_local'>

const left_out: readonly string[] = ['males_2011', 'females_2011', 'area_claimed_km2', 'name_local']
const keep = (group: FactGroup) => (fact_groups[group] as readonly Fact[]).filter((fact): fact is ComparedFact => !left_out.includes(fact))

/** The same groups as on a state's page, without what only makes sense for one place. */
export const compared_facts: Record<FactGroup, ComparedFact[]> = {
  people: keep('people'),
  land: keep('land'),
  government: keep('government'),
  languages: keep('languages'),
  symbols: keep('symbols'),
  codes: keep('codes'),
}

const counts = ['districts', 'lok_sabha_seats', 'rajya_sabha_seats'] as const

/** The number behind a fact that can be drawn as a bar; undefined for words. */
export function barValue(state: State, fact: ComparedFact): number | undefined {
  const drawn = [...Object.values(figures), ...counts].find((field) => field === fact)
  return drawn && state[drawn]
}

/** The figure whose rank among all 36 is known. */
export const rankedFigure = (fact: ComparedFact) => (Object.keys(figures) as Figure[]).find((figure) => figures[figure] === fact)
