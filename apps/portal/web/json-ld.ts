import type { Language } from '#contract/render.ts'
import type { State, StateSummary } from '../contract/states.ts'
import { nameIn } from './filter.ts'

/** Makes a whole address of a path below the language prefix. */
type Absolute = (path: string) => string

/** For search engines: the list of the 36. */
export function itemList(states: readonly StateSummary[], language: Language, absolute: Absolute) {
  return {
    '@context': 'https://schema.org',
    '@type': 'ItemList',
    numberOfItems: states.length,
    itemListElement: states.map((state, i) => ({
      '@type': 'ListItem',
      position: i + 1,
      name: nameIn(state, language),
      url: absolute(`/states/${state.slug}`),
    })),
  }
}

/** For search engines: one place, where it lies and what it is part of. */
export function placeOf(state: State, language: Language, absolute: Absolute) {
  return {
    '@context': 'https://schema.org',
    '@type': state.kind === 'state' ? ['State', 'Place'] : ['AdministrativeArea', 'Place'],
    name: nameIn(state, language),
    alternateName: [state.name, state.name_hi, state.name_local].filter((name, i, all) => name !== nameIn(state, language) && all.indexOf(name) === i),
    description: state.lead[language],
    url: absolute(`/states/${state.slug}`),
    identifier: state.iso_code,
    containedInPlace: { '@type': 'Country', name: language === 'hi' ? 'भारत' : 'India', identifier: 'IN' },
    // The coordinates that we have are the capital's, so they are said of it alone.
    containsPlace: {
      '@type': 'City',
      name: language === 'hi' ? state.hi.capital : state.capital,
      geo: { '@type': 'GeoCoordinates', latitude: state.capital_lat, longitude: state.capital_lon },
    },
  }
}
