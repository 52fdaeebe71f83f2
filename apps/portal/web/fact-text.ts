import type { Language } from '#contract/render.ts'
import { formatter, type Translate } from '#web/i18n.ts'
import type { State } from '../contract/states.ts'
import type { Fact } from './fact-groups.ts'
import type { en as facts } from './facts-words/en.ts'
import { grouped } from './numbers.ts'
import type { en } from './words/en.ts'

interface Speaker {
  t: Translate<typeof en>
  tf: Translate<typeof facts>
  language: Language
}

/** A fact as a reader sees it, in the language of the page. */
export function factText(state: State, fact: Fact, speaker: Speaker): string {
  const { t, tf, language } = speaker
  const own = language === 'hi' ? state.hi : state
  const { list, date } = formatter(language)
  const number = (value: number) => grouped(value, language)
  switch (fact) {
    case 'area_km2':
    case 'area_claimed_km2':
      return tf('values.km2', { value: number(state[fact]) })
    case 'density_2011':
      return tf('values.per_km2', { value: number(state.density_2011) })
    case 'literacy_2011_percent':
      return tf('values.percent', { value: number(state.literacy_2011_percent) })
    case 'districts':
      return tf('values.as_of', { value: number(state.districts), date: date(state.districts_as_of, { year: 'numeric', month: 'long' }) })
    case 'coastline':
      return tf(`values.${state.coastline}`)
    case 'borders_countries':
      return own.borders_countries.length > 0 ? list(own.borders_countries) : tf('values.no_country')
    case 'zone':
      return t(`zones.${state.zone}`)
    case 'formation_date':
      return date(state.formation_date)
    case 'high_court':
      return tf('values.seat', { court: own.high_court, seat: own.high_court_seat })
    case 'capital_secondary':
      return list(own.capital_secondary.map(({ name, role }) => `${name} (${role})`))
    case 'official_languages':
    case 'additional_official_languages':
      return list(own[fact])
    case 'name_local':
      return own.local_language
    case 'iso_code':
      return codeText(state, tf)
    case 'legislature':
      return legislatureText(state, tf)
    case 'population_2011':
    case 'males_2011':
    case 'females_2011':
    case 'sex_ratio_2011':
    case 'lok_sabha_seats':
    case 'rajya_sabha_seats':
      return number(state[fact])
    case 'vehicle_code':
      return state.vehicle_code
    default:
      return own[fact] ?? tf('values.not_declared')
  }
}

function codeText({ iso_code, iso_code_previous, iso_code_changed }: State, tf: Speaker['tf']) {
  if (iso_code_changed === null || iso_code_previous.length === 0) return iso_code
  return tf('values.was', { code: iso_code, previous: iso_code_previous.join(', '), year: String(iso_code_changed) })
}

function legislatureText({ legislature }: State, tf: Speaker['tf']) {
  const { type, assembly_seats, council_seats } = legislature
  if (type === 'none') return tf('values.no_legislature')
  const seats = { assembly: assembly_seats ?? 0, council: council_seats ?? 0 }
  return type === 'bicameral' ? tf('values.bicameral', seats) : tf('values.unicameral', seats)
}
