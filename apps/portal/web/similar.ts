import type { StateSummary } from '../contract/states.ts'
import { folded } from './filter.ts'

/** How many letters have to be added, dropped or changed to make one word of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

const most_suggestions = 3

/** The places that somebody who typed `text` may have meant, nearest first: by slug, name, capital or code. */
export function similarTo(text: string, states: readonly StateSummary[]): StateSummary[] {
  const wanted = folded(text).slice(0, 60)
  if (!wanted) return []
  const scored = states.map((state) => {
    const names = [state.slug, state.name, state.name_hi, state.capital, state.iso_code.slice(3)].map(folded)
    const parts = names.some((name) => name.length > 2 && wanted.length > 2 && (name.startsWith(wanted) || wanted.startsWith(name)))
    const nearest = Math.min(...names.map((name) => distance(wanted, name) / Math.max(wanted.length, name.length)))
    return { state, score: parts ? nearest / 4 : nearest }
  })
  const near = scored.filter(({ score }) => score <= 0.45).sort((a, b) => a.score - b.score)
  return near.slice(0, most_suggestions).map(({ state }) => state)
}
