import { type Figure, figures, type StateSummary } from '../contract/states.ts'
import { breaksOf, classOf, type Range, rangesOf } from './classes.ts'
import { scale, tints } from './tints.tsx'
import type { View } from './view.ts'

/** How a map is coloured: the class of each place, and what the classes mean. */
export interface Colouring {
  figure: Figure | undefined
  ranges: Range[]
  fillOf: (state: StateSummary) => string
  swatchOf: (state: StateSummary) => string
}

/** By all 36 whatever is filtered, so that a colour keeps its meaning. */
export function colouringOf(by: View['by'], states: readonly StateSummary[]): Colouring {
  if (by === 'region') return { figure: undefined, ranges: [], fillOf: (state) => tints[state.zone].fill, swatchOf: (state) => tints[state.zone].background }
  const values = states.map((state) => state[figures[by]])
  const breaks = breaksOf(values)
  const shade = (state: StateSummary) => scale[classOf(state[figures[by]], breaks)] ?? scale[0]
  return { figure: by, ranges: rangesOf(values, breaks), fillOf: (state) => shade(state).fill, swatchOf: (state) => shade(state).background }
}
