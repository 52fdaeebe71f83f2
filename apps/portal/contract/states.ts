import { z } from 'zod'
import { portalDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'

export const kinds = ['state', 'union territory'] as const
export const zones = ['Northern', 'Central', 'Eastern', 'Western', 'Southern', 'North-Eastern', 'Islands'] as const
/** The figures that the map can be coloured by and lists sorted by, with the fact behind each. */
export const figures = {
  population: 'population_2011',
  density: 'density_2011',
  literacy: 'literacy_2011_percent',
  sex_ratio: 'sex_ratio_2011',
  area: 'area_km2',
} as const
export type Figure = keyof typeof figures

const Bilingual = z.object({ en: z.string(), hi: z.string() })

/** What the map, the list and the comparison need of a state; facts keep the names of the data sheet. */
export const StateSummary = z
  .object({
    slug: z.string(),
    iso_code: z.string(),
    name: z.string(),
    name_hi: z.string(),
    name_local: z.string(),
    local_language: z.string(),
    local_script: z.string(),
    kind: z.enum(kinds),
    zone: z.enum(zones),
    capital: z.string(),
    capital_hi: z.string(),
    lead: Bilingual,
    population_2011: z.int(),
    area_km2: z.number(),
    density_2011: z.number(),
    literacy_2011_percent: z.number(),
    sex_ratio_2011: z.int(),
    districts: z.int(),
  })
  .meta({ id: 'StateSummary' })
export type StateSummary = z.infer<typeof StateSummary>

const Place = z.object({ name: z.string(), fact: z.string() })
const nullableText = z.string().nullable()
const SecondCapital = z.object({ name: z.string(), role: z.string() })

/** The same facts in Hindi, field by field and in the same order. */
const HindiFacts = z.object({
  capital: z.string(),
  capital_secondary: z.array(SecondCapital),
  largest_city: z.string(),
  zone: z.string(),
  local_language: z.string(),
  official_languages: z.array(z.string()),
  additional_official_languages: z.array(z.string()),
  high_court: z.string(),
  high_court_seat: z.string(),
  borders_countries: z.array(z.string()),
  state_animal: nullableText,
  state_bird: nullableText,
  state_flower: nullableText,
  state_tree: nullableText,
  places: z.array(Place),
  festivals: z.array(z.string()),
  dishes: z.array(z.string()),
})

/** Why a figure is to be read with care: calculated by us, counted differently elsewhere, not confirmed, under way, or new. */
const Doubt = Bilingual.extend({ field: z.string(), kind: z.enum(['derived', 'differs', 'unconfirmed', 'pending', 'recent']) })

const Neighbour = z.object({ slug: z.string(), name: z.string(), name_hi: z.string() })

export const State = StateSummary.extend({
  iso_code_previous: z.array(z.string()),
  iso_code_changed: z.int().nullable(),
  capital_secondary: z.array(SecondCapital),
  capital_lat: z.number(),
  capital_lon: z.number(),
  largest_city: z.string(),
  area_claimed_km2: z.number(),
  area_census2011_km2: z.number(),
  males_2011: z.int(),
  females_2011: z.int(),
  districts_as_of: z.iso.date(),
  official_languages: z.array(z.string()),
  additional_official_languages: z.array(z.string()),
  formation_date: z.string(),
  lok_sabha_seats: z.int(),
  rajya_sabha_seats: z.int(),
  legislature: z.object({
    type: z.enum(['unicameral', 'bicameral', 'none']),
    assembly_seats: z.int().nullable(),
    council_seats: z.int().nullable(),
  }),
  high_court: z.string(),
  high_court_seat: z.string(),
  vehicle_code: z.string(),
  neighbours: z.array(Neighbour),
  borders_countries: z.array(z.string()),
  coastline: z.enum(['yes', 'no']),
  state_animal: nullableText,
  state_bird: nullableText,
  state_flower: nullableText,
  state_tree: nullableText,
  places: z.array(Place),
  festivals: z.array(z.string()),
  dishes: z.array(z.string()),
  prose: z.object({ en: z.array(z.string()), hi: z.array(z.string()) }),
  hi: HindiFacts,
  doubts: z.array(Doubt),
  /** The shape of the state for drawing: an SVG view box and path. */
  outline: z.object({ view_box: z.string(), d: z.string() }),
  sources: z.array(z.object({ fields: z.array(z.string()), source: z.string(), as_of: z.string() })),
}).meta({ id: 'State' })
export type State = z.infer<typeof State>

export const sorts = ['name', ...(Object.keys(figures) as Figure[])] as const
const sortKeys = sorts.flatMap((key) => [key, `-${key}`] as const)

export const listStates = endpoint({
  name: 'portal.list_states',
  door: portalDoor,
  method: 'GET',
  path: '/api/states',
  summary: 'The 28 states and 8 union territories',
  description: 'Filtered by kind, zone and text (name in English, Hindi or its own script, capital, code), sorted by name or a figure; `-` turns the order.',
  query: z.object({
    kind: z
      .string()
      .transform((kind) => kind.replaceAll(/[_-]/g, ' '))
      .pipe(z.enum(kinds))
      .optional(),
    zone: z.enum(zones).optional(),
    q: z.string().max(100).optional(),
    sort: z.enum(sortKeys as [string, ...string[]]).default('name'),
  }),
  returns: z.array(StateSummary),
})

export const getState = endpoint({
  name: 'portal.get_state',
  door: portalDoor,
  method: 'GET',
  path: '/api/states/:slug',
  summary: 'One state: facts with their doubts and sources, prose in English and Hindi',
  returns: State,
})
