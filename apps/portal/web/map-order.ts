import { type StateSummary, zones } from '../contract/states.ts'

/**
 * The way the Tab key goes over the map: region by region, each from north to south, so that the focus does not jump across the country.
 * The smallest come last, since what is drawn later lies on top.
 */
export function inMapOrder(states: readonly StateSummary[], anchors: Record<string, { y: number; small: boolean }>): StateSummary[] {
  const place = (state: StateSummary) => zones.indexOf(state.zone)
  const small = (state: StateSummary) => Number(anchors[state.slug]?.small ?? false)
  return [...states].sort((a, b) => small(a) - small(b) || place(a) - place(b) || (anchors[a.slug]?.y ?? 0) - (anchors[b.slug]?.y ?? 0))
}

/** Breaks a name into lines of about `width` letters at spaces, for SVG, which does not break lines. */
export function lines(text: string, width: number): string[] {
  const made: string[] = []
  for (const word of text.split(' ')) {
    const last = made.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) made[made.length - 1] = `${last} ${word}`
    else made.push(word)
  }
  return made
}
