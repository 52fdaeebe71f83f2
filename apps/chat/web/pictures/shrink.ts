/** What the server takes as it is. */
const taken = ['image/jpeg', 'image/png', 'image/webp', 'image/gif']
/** May have holes through which the ground shows, which JPEG cannot. */
const with_holes = ['image/png', 'image/webp', 'image/gif']
/** A little more than the server keeps. */
const box = 2560
const small_enough_bytes = 1_500_000
const quality = 0.9

export interface Prepared {
  blob: Blob
  /** 0 where this browser cannot read the picture; the server may. */
  width: number
  height: number
}

/** How large a picture is shown or drawn so that it fits into a box: never larger than it is. */
export function fitted(width: number, height: number, most_wide: number, most_high: number): { width: number; height: number } {
  const scale = Math.min(1, most_wide / width, most_high / height)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/**
 * Large photographs are made smaller before they are sent, which also leaves out where they were taken, and kinds that the server does not
 * take become one that it does. What this browser cannot read goes as it is: then the server says what is wrong with it.
 */
export async function prepare(file: Blob): Promise<Prepared> {
  const picture = await createImageBitmap(file).catch(() => undefined)
  if (!picture) return { blob: file, width: 0, height: 0 }
  const { width, height } = picture
  const fits = Math.max(width, height) <= box && file.size <= small_enough_bytes
  if (fits && taken.includes(file.type)) {
    picture.close()
    return { blob: file, width, height }
  }
  const size = fitted(width, height, box, box)
  const made = await draw(picture, size, with_holes.includes(file.type) ? 'image/webp' : 'image/jpeg')
  picture.close()
  const better = made && (made.size < file.size || !taken.includes(file.type))
  return better ? { blob: made, ...size } : { blob: file, width, height }
}

function draw(picture: ImageBitmap, { width, height }: { width: number; height: number }, type: string): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height)
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality))
}
