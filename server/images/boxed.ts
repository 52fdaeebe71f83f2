import { drawn, openPicture, quality } from './picture.ts'
import { onlyPixels } from './webp.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** A picture as it is kept: WebP, with its size in pixels. */
export interface Boxed {
  data: Bytes
  width: number
  height: number
}

/**
 * Makes whole WebP pictures of what somebody uploaded, one for each box in `boxes` (the largest first): as large as fits into the square of
 * that many pixels, never larger than it was, turned as its EXIF says; of an animation the first picture. Only pixels are taken over.
 * Throws as `drawn` does.
 */
export const boxedOf = (data: Bytes, boxes: readonly number[]): Promise<Boxed[]> =>
  drawn(data, async (picture) => {
    const made: Boxed[] = []
    // Each smaller one is made of the one before, which is quickly decoded.
    let from = picture
    for (const box of boxes) {
      from = onlyPixels(await openPicture(from).resize(box, box, { fit: 'inside', withoutEnlargement: true }).webp({ quality }).bytes())
      const { width, height } = await openPicture(from).metadata()
      made.push({ data: from, width, height })
    }
    return made
  })
