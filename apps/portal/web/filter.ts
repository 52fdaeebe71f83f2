import type { Language } from '#contract/render.ts'
import { type Figure, figures, type StateSummary } from '../contract/states.ts'
import type { View } from './view.ts'

export const figureOf = (state: StateSummary, figure: Figure): number => state[figures[figure]]
export const nameIn = (state: { name: string; name_hi: string }, language: Language) => (language === 'hi' ? state.name_hi : state.name)

/** Case, accents and the nukta do not count; vowel signs do, since without them Indic words fall together. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f\u093c]/g, '')
    .toLowerCase()
    .replaceAll(/[\s\-–.,’']+/g, ' ')
    .trim()
}

/** Every word has to occur in a name or the capital; a code has to be the whole word. */
export function matches(state: StateSummary, q: string): boolean {
  const names = folded([state.name, state.name_hi, state.name_local, state.capital, state.capital_hi].join('\n'))
  const codes = [folded(state.iso_code), folded(state.iso_code.slice(3))]
  const query = folded(q)
  return codes.includes(query) || query.split(' ').every((word) => names.includes(word))
}

export function filtered(states: readonly StateSummary[], view: View): StateSummary[] {
  return states.filter(
    (state) => (!view.kind || state.kind === view.kind) && (!view.zone || state.zone === view.zone) && (!view.q.trim() || matches(state, view.q)),
  )
}

/** In the reader's alphabet, or by a figure with the name deciding between equals. */
export function sorted(states: readonly StateSummary[], sort: View['sort'], language: Language): StateSummary[] {
  const { compare } = new Intl.Collator(language)
  const byName = (a: StateSummary, b: StateSummary) => compare(nameIn(a, language), nameIn(b, language))
  const { key, descending } = sort
  const way = descending ? -1 : 1
  if (key === 'name') return [...states].sort((a, b) => way * byName(a, b))
  return [...states].sort((a, b) => way * (figureOf(a, key) - figureOf(b, key)) || byName(a, b))
}
