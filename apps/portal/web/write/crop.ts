/** The part of a picture that a cover shows: its centre in the picture's own pixels, and how near it is (1 shows as much as fits). */
export interface Crop {
  x: number
  y: number
  zoom: number
}
export interface Size {
  width: number
  height: number
}

export const ratio = 3 / 2
export const nearest = 6
const between = (least: number, value: number, most: number) => Math.min(most, Math.max(least, value))

/** Width and height of what is shown, in the picture's own pixels. */
export function partOf({ zoom }: Crop, { width, height }: Size): Size {
  const wide = Math.min(width, height * ratio) / zoom
  return { width: wide, height: wide / ratio }
}

/** The same crop inside the picture's edges. */
export function inside(crop: Crop, size: Size): Crop {
  const zoom = between(1, crop.zoom, nearest)
  const part = partOf({ ...crop, zoom }, size)
  return {
    x: between(part.width / 2, crop.x, size.width - part.width / 2),
    y: between(part.height / 2, crop.y, size.height - part.height / 2),
    zoom,
  }
}

export const middleOf = (size: Size): Crop => inside({ x: size.width / 2, y: size.height / 2, zoom: 1 }, size)

/** Moves what is shown by parts of its own width and height: the picture follows the finger. */
export function moved(crop: Crop, size: Size, right: number, down: number): Crop {
  const part = partOf(crop, size)
  return inside({ ...crop, x: crop.x - right * part.width, y: crop.y - down * part.height }, size)
}

export const zoomed = (crop: Crop, size: Size, factor: number): Crop => inside({ ...crop, zoom: crop.zoom * factor }, size)

/** What a key does to the crop: arrows move the picture, plus and minus bring it nearer. */
export function byKey(key: string, crop: Crop, size: Size): Crop | undefined {
  const step = 0.04
  const moves: Record<string, [right: number, down: number]> = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] }
  const move = moves[key]
  if (move) return moved(crop, size, ...move)
  if (key === '+' || key === '=') return zoomed(crop, size, 1.1)
  return key === '-' ? zoomed(crop, size, 1 / 1.1) : undefined
}
