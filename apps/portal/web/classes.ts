/** Five colours are as many as a reader tells apart on a map. */
export const class_count = 5

/** Two significant figures: 4.97 crore becomes 5 crore, so that a legend can be read. */
function rounded(value: number): number {
  if (value === 0) return 0
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1)
  return Number((Math.round(value / step) * step).toPrecision(2))
}

/**
 * The four values where one class ends and the next begins: about as many places in each class, whatever the skew
 * (density runs from 5 to 11,320), at round values.
 */
export function breaksOf(values: readonly number[]): number[] {
  const ascending = [...values].sort((a, b) => a - b)
  const breaks = Array.from({ length: class_count - 1 }, (_, i) => rounded(ascending[Math.round(((i + 1) * ascending.length) / class_count)] ?? 0))
  return [...new Set(breaks)]
}

/** 0 for the lowest class; a value on a break belongs to the class above it. */
export const classOf = (value: number, breaks: readonly number[]) => breaks.filter((limit) => value >= limit).length

export interface Range {
  /** Undefined in the lowest class. */
  from: number | undefined
  /** Undefined in the highest class; not itself inside. */
  below: number | undefined
  count: number
}

export function rangesOf(values: readonly number[], breaks: readonly number[]): Range[] {
  return [...breaks, undefined].map((below, i) => ({
    from: breaks[i - 1],
    below,
    count: values.filter((value) => classOf(value, breaks) === i).length,
  }))
}
