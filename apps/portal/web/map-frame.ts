/** Left, top, right, bottom. */
export type Box = readonly [number, number, number, number]

/** A view box around all of these boxes with some of their surroundings, at least `least` units across, in the shape `ratio` (width by height). */
export function frameOf(boxes: readonly Box[], ratio: number, least: number): string {
  const left = Math.min(...boxes.map((box) => box[0]))
  const top = Math.min(...boxes.map((box) => box[1]))
  const right = Math.max(...boxes.map((box) => box[2]))
  const bottom = Math.max(...boxes.map((box) => box[3]))
  const margin = 1.12
  const width = Math.max((right - left) * margin, (bottom - top) * margin * ratio, least)
  const height = width / ratio
  return [(left + right - width) / 2, (top + bottom - height) / 2, width, height].map(Math.round).join(' ')
}
