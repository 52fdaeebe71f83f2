/** One bar per place, from highest to lowest, in a drawing `width` by `height`; bars start at zero, since lengths are what is compared. */
export interface RankedBars {
  width: number
  height: number
  others: string
  marked: string
}

const pitch = 5
const bar = 4

export function rankedBars(values: readonly number[], marked: number, height: number): RankedBars {
  const falling = [...values].sort((a, b) => b - a)
  const top = falling[0] || 1
  const at = falling.indexOf(marked)
  const draw = (value: number, i: number) => {
    const long = Math.max(1, Math.round((value / top) * height * 10) / 10)
    return `M${i * pitch} ${height}v${-long}h${bar}v${long}z`
  }
  return {
    width: falling.length * pitch - (pitch - bar),
    height,
    others: falling.map((value, i) => (i === at ? '' : draw(value, i))).join(''),
    marked: at < 0 ? '' : draw(marked, at),
  }
}
