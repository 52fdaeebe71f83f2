/** Where the facts come from and of when they are; `fields` are names of facts. */
export const sources = [
  {
    fields: ['population_2011', 'males_2011', 'females_2011', 'sex_ratio_2011', 'density_2011', 'literacy_2011_percent', 'area_census2011_km2'],
    source: 'Census of India 2011, final figures, put together by us for the present boundaries',
    as_of: '2011-03-01',
  },
  { fields: ['area_km2', 'area_claimed_km2'], source: 'Survey of India and state governments, by way of encyclopaedias; administered area', as_of: '2026' },
  { fields: ['iso_code', 'iso_code_previous', 'iso_code_changed'], source: 'ISO 3166-2:IN', as_of: '2023-11-23' },
  { fields: ['districts'], source: 'Government notifications and news of them', as_of: '2026-04-27' },
  { fields: ['lok_sabha_seats', 'rajya_sabha_seats', 'legislature'], source: 'Seats of Parliament and the legislatures in force', as_of: '2026' },
  { fields: ['name_local', 'name_hi'], source: 'Unicode CLDR, names of subdivisions', as_of: '2025' },
  { fields: ['official_languages', 'additional_official_languages', 'high_court', 'formation_date', 'neighbours', 'borders_countries', 'coastline', 'zone'], source: 'Encyclopaedias and public reference lists, compared', as_of: '2026' },
  { fields: ['state_animal', 'state_bird', 'state_flower', 'state_tree'], source: 'State governments and reference lists; sources often disagree', as_of: '2026' },
  { fields: ['places', 'festivals', 'dishes'], source: 'General knowledge of the editors', as_of: '2026' },
]
