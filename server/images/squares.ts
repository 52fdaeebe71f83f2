import { drawn, openPicture, quality, refused } from './picture.ts'
import { cropPng } from './png-crop.ts'
import { onlyPixels } from './webp.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** A longer strip than this shows nothing when a square is cut out of it. */
const max_ratio = 8

/**
 * Makes square WebP pictures of what somebody uploaded, one for each width in `sides`: the middle of it, turned as its EXIF says. Only
 * pixels are taken over, so neither EXIF nor anything hidden beside them survives. Throws as `drawn` does.
 */
export const squaresOf = (data: Bytes, sides: readonly number[]): Promise<Bytes[]> => drawn(data, (picture) => draw(picture, sides))

async function draw(data: Bytes, sides: readonly number[]): Promise<Bytes[]> {
  const { width, height } = await openPicture(data).metadata()
  if (Math.max(width, height) > max_ratio * Math.min(width, height)) throw refused('This picture is too long and narrow to make a square of it.')
  const largest = Math.max(...sides)
  const square = await middle(data, width, height, largest)
  const made: Bytes[] = []
  for (const side of sides) made.push(onlyPixels(await openPicture(square).resize(side, side).webp({ quality }).bytes()))
  return made
}

/** The middle square, `side` wide. The runtime resizes but does not cut, so what is not square yet is cut here, when it is small. */
async function middle(data: Bytes, width: number, height: number, side: number): Promise<Bytes> {
  const scale = side / Math.min(width, height)
  const [wide, high] = [Math.max(side, Math.round(width * scale)), Math.max(side, Math.round(height * scale))]
  const png = (await openPicture(data).resize(wide, high).png({ compressionLevel: 1 }).bytes()) as Bytes
  return wide === high ? png : cropPng(png, side)
}
