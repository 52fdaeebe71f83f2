/** The part of a picture that is shown: its centre in the picture's own pixels, and how near it is (1 shows as much as fits). */
export interface Crop {
  x: number
  y: number
  zoom: number
}
/** The size of a picture, and how many times as wide as high what is shown of it is. */
export interface Shape {
  width: number
  height: number
  ratio: number
}

export const nearest = 8

/** Width and height of what is shown, in the picture's own pixels. */
export function partOf({ zoom }: Crop, { width, height, ratio }: Shape): { width: number; height: number } {
  const wide = Math.min(width, height * ratio) / zoom
  return { width: wide, height: wide / ratio }
}

/** The same crop inside the picture's edges. */
export function inside(crop: Crop, shape: Shape): Crop {
  const zoom = between(1, crop.zoom, nearest)
  const { width, height } = partOf({ ...crop, zoom }, shape)
  return { x: between(width / 2, crop.x, shape.width - width / 2), y: between(height / 2, crop.y, shape.height - height / 2), zoom }
}

export const middleOf = (shape: Shape): Crop => inside({ x: shape.width / 2, y: shape.height / 2, zoom: 1 }, shape)

/** Moves what is shown by parts of its own width and height: the picture follows the finger. */
export function moved(crop: Crop, shape: Shape, right: number, down: number): Crop {
  const { width, height } = partOf(crop, shape)
  return inside({ ...crop, x: crop.x - right * width, y: crop.y - down * height }, shape)
}

/** Comes nearer by a factor; what lies at a point of what is shown (0–1 each way) stays under it. */
export function zoomed(crop: Crop, shape: Shape, factor: number, at = { x: 0.5, y: 0.5 }): Crop {
  const zoom = between(1, crop.zoom * factor, nearest)
  const before = partOf(crop, shape)
  const after = partOf({ ...crop, zoom }, shape)
  return inside({ zoom, x: crop.x + (at.x - 0.5) * (before.width - after.width), y: crop.y + (at.y - 0.5) * (before.height - after.height) }, shape)
}

const between = (least: number, value: number, most: number) => Math.min(most, Math.max(least, value))
