/** Ticks on a line from the lowest to the highest value: for rates, whose bars from zero would all look alike. */
export interface Strip {
  width: number
  height: number
  others: string
  marked: string
}

const width = 180
const tick = 1.6

export function stripOf(values: readonly number[], marked: number, height: number): Strip {
  const least = Math.min(...values)
  const most = Math.max(...values)
  const x = (value: number) => Math.round((most === least ? 0 : (value - least) / (most - least)) * (width - 2 * tick) * 10) / 10
  const draw = (value: number, wide: number, top: number) => `M${x(value)} ${top}h${wide}V${height}h${-wide}z`
  return {
    width,
    height,
    others: values.map((value) => (value === marked ? '' : draw(value, tick, height * 0.4))).join(''),
    marked: draw(marked, tick * 2, 0),
  }
}
