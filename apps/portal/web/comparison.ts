/** Four columns are what a table can show side by side and what a reader can hold. */
export const max_compared = 4

export interface Comparison {
  slugs: string[]
  /** Asked for, but no such place. */
  unknown: string[]
  /** Left out because four are enough. */
  dropped: string[]
}

/** Reads `?states=kerala,goa` and what a form without scripts sends, `?states=kerala&states=goa`. */
export function parseComparison(search: URLSearchParams, known: readonly string[]): Comparison {
  const parts = search.getAll('states').flatMap((part) => part.split(','))
  const asked = [...new Set(parts.map((part) => part.trim().toLowerCase()).filter(Boolean))]
  const found = asked.filter((slug) => known.includes(slug))
  return {
    slugs: found.slice(0, max_compared),
    unknown: asked.filter((slug) => !known.includes(slug)).slice(0, max_compared),
    dropped: found.slice(max_compared),
  }
}

export const comparisonAddress = (slugs: readonly string[]) => (slugs.length > 0 ? `/compare?states=${slugs.join(',')}` : '/compare')

/** Ticks or unticks; a fifth changes nothing. */
export function toggled(slugs: readonly string[], slug: string): string[] {
  if (slugs.includes(slug)) return slugs.filter((other) => other !== slug)
  return slugs.length < max_compared ? [...slugs, slug] : [...slugs]
}
