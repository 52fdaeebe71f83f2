/** The square of a picture that is shown: its centre in the picture's own pixels, and how near it is (1 shows all of the shorter side). */
export interface Crop {
  x: number
  y: number
  zoom: number
}
export interface Size {
  width: number
  height: number
}

export const nearest = 8

/** The side of the square in the picture's own pixels. */
export const sideOf = ({ zoom }: Crop, { width, height }: Size) => Math.min(width, height) / zoom

/** The same crop inside the picture's edges. */
export function inside(crop: Crop, size: Size): Crop {
  const zoom = between(1, crop.zoom, nearest)
  const half = sideOf({ ...crop, zoom }, size) / 2
  return { x: between(half, crop.x, size.width - half), y: between(half, crop.y, size.height - half), zoom }
}

export const middleOf = ({ width, height }: Size): Crop => ({ x: width / 2, y: height / 2, zoom: 1 })

/** Moves what is shown by parts of the square's side: the picture follows the finger. */
export function moved(crop: Crop, size: Size, right: number, down: number): Crop {
  const side = sideOf(crop, size)
  return inside({ ...crop, x: crop.x - right * side, y: crop.y - down * side }, size)
}

/** Comes nearer by a factor; what lies at a point of the square (0–1 each way) stays under it. */
export function zoomed(crop: Crop, size: Size, factor: number, at = { x: 0.5, y: 0.5 }): Crop {
  const zoom = between(1, crop.zoom * factor, nearest)
  const before = sideOf(crop, size)
  const after = sideOf({ ...crop, zoom }, size)
  return inside({ zoom, x: crop.x + (at.x - 0.5) * (before - after), y: crop.y + (at.y - 0.5) * (before - after) }, size)
}

const between = (least: number, value: number, most: number) => Math.min(most, Math.max(least, value))
