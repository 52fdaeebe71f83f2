import type { State } from '../contract/states.ts'

/** The facts of a state page and of a comparison, in the order in which both show them. */
export const fact_groups = {
  people: ['population_2011', 'females_2011', 'males_2011', 'density_2011', 'literacy_2011_percent', 'sex_ratio_2011', 'largest_city'],
  land: ['area_km2', 'area_claimed_km2', 'districts', 'coastline', 'borders_countries', 'zone'],
  government: ['capital', 'capital_secondary', 'formation_date', 'legislature', 'lok_sabha_seats', 'rajya_sabha_seats', 'high_court'],
  languages: ['official_languages', 'additional_official_languages', 'name_local'],
  symbols: ['state_animal', 'state_bird', 'state_flower', 'state_tree'],
  codes: ['iso_code', 'vehicle_code'],
} as const

export type FactGroup = keyof typeof fact_groups
export type Fact = (typeof fact_groups)[FactGroup][number]
export const group_names = Object.keys(fact_groups) as FactGroup[]

/** Facts that say nothing about this state are left out of its page. */
export function hasFact(state: State, fact: Fact): boolean {
  if (fact === 'area_claimed_km2') return state.area_claimed_km2 !== state.area_km2
  if (fact === 'capital_secondary' || fact === 'additional_official_languages') return state[fact].length > 0
  return true
}

/** The sources that name one of these fields, each once. */
export const sourcesOf = (state: State, fields: readonly string[]) => state.sources.filter((source) => source.fields.some((field) => fields.includes(field)))
