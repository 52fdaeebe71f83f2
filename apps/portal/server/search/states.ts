import type { State } from '../../contract/states.ts'
import { allStates } from '../states.ts'
import type { ByLength } from './vocabulary.ts'
import { placesOf, wordsOf } from './words.ts'

export interface StateDocument {
  state: State
  named: Set<string>
  all: Set<string>
  /** What a snippet is taken from, with the first place of each word. */
  texts: { language: 'en' | 'hi'; text: string; first: Map<string, number> }[]
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
  const texts = [{ language: 'en', text: english, first: firstPlaces(english) } as const, { language: 'hi', text: hindi, first: firstPlaces(hindi) } as const]
  return { state, named, all: new Set([...named, ...wordsOf(`${english} ${hindi}`)]), texts }
}

function firstPlaces(text: string): Map<string, number> {
  const first = new Map<string, number>()
  for (const { word, start } of placesOf(text)) if (!first.has(word)) first.set(word, start)
  return first
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

let sorted: string[] | undefined
/** The words that begin so. */
export function stateWordsFrom(start: string | undefined): string[] {
  sorted ??= [...stateWords()].sort()
  if (start === undefined) return []
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? '') < start) low = middle + 1
    else high = middle
  }
  let end = low
  while (sorted[end]?.startsWith(start)) end++
  return sorted.slice(low, end)
}

let by_length: ByLength | undefined
export function stateWordsByLength(): ByLength {
  by_length ??= Map.groupBy(
    [...stateWords()].map((word) => ({ word, characters: [...word] })),
    ({ characters }) => characters.length,
  )
  return by_length
}
