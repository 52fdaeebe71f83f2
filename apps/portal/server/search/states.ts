import type { State } from '../../contract/states.ts'
import { allStates } from '../states.ts'
import { wordsOf } from './words.ts'

export interface StateDocument {
  state: State
  named: Set<string>
  all: Set<string>
  /** What a snippet is taken from. */
  texts: { language: 'en' | 'hi'; text: string }[]
}

/** Every text in a value, at any depth. */
function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* textsOf(inner)
}

function documentOf(state: State): StateDocument {
  const names = [state.name, state.name_hi, state.name_local, state.capital, state.capital_hi, state.iso_code].join(' ')
  const { lead, prose, places, festivals, dishes, largest_city, high_court, official_languages } = state
  const english = [...textsOf([lead.en, prose.en, places, festivals, dishes, largest_city, high_court, official_languages])].join(' ')
  const hindi = [...textsOf([lead.hi, prose.hi, state.hi])].join(' ')
  const named = new Set(wordsOf(names))
  const texts = [{ language: 'en', text: english } as const, { language: 'hi', text: hindi } as const]
  return { state, named, all: new Set([...named, ...wordsOf(`${english} ${hindi}`)]), texts }
}

let made: StateDocument[] | undefined
/** The 36, in the order of their names: few enough to look at each. */
export function stateDocuments(): StateDocument[] {
  made ??= [...allStates().values()].map(documentOf)
  return made
}

let words: Set<string> | undefined
export function stateWords(): Set<string> {
  words ??= new Set(stateDocuments().flatMap(({ all }) => [...all]))
  return words
}
