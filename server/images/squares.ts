import { Problem } from '#contract/problem.ts'
import { cropPng } from './png-crop.ts'
import { onlyPixels } from './webp.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** What people upload as pictures. SVG is none of them: it is a document that can run. */
export const picture_types = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'] as const satisfies [string, ...string[]]

/** A picture of 25 million pixels takes 100 MB while it is decoded: as large as cameras make them, and one at a time. */
export const max_pixels = 25_000_000
/** A longer strip than this shows nothing when a square is cut out of it. */
const max_ratio = 8
const max_waiting = 16
const quality = 82

const refused = (message: string, cause?: unknown) => new Problem('invalid', message, { fields: { file: [message] }, cause })
const unreadable = (cause?: unknown) => refused('This is no picture that we can read. Send a JPEG, PNG, WebP or GIF picture.', cause)

/**
 * Makes square WebP pictures of what somebody uploaded, one for each width in `sides`: the middle of it, turned as its EXIF says. Only
 * pixels are taken over, so neither EXIF nor anything hidden beside them survives. Throws `invalid` for what is no picture, whatever it
 * was called, and for more pixels than we decode. Decoding runs on the runtime's own threads.
 */
export async function squaresOf(data: Bytes, sides: readonly number[]): Promise<Bytes[]> {
  // Loaded with the first picture: its dozens of files would make every start slower.
  const { fileTypeFromBuffer } = await import('file-type')
  const kind = await fileTypeFromBuffer(data).catch(() => undefined)
  if (!kind || !(picture_types as readonly string[]).includes(kind.mime)) throw unreadable()
  return oneAtATime(() => draw(data, sides))
}

async function draw(data: Bytes, sides: readonly number[]): Promise<Bytes[]> {
  try {
    const { width, height } = await open(data).metadata()
    if (Math.max(width, height) > max_ratio * Math.min(width, height)) throw refused('This picture is too long and narrow to make a square of it.')
    const largest = Math.max(...sides)
    const square = await middle(data, width, height, largest)
    const made: Bytes[] = []
    for (const side of sides) made.push(onlyPixels(await open(square).resize(side, side).webp({ quality }).bytes()))
    return made
  } catch (error) {
    if (error instanceof Problem) throw error
    if ((error as { code?: string }).code === 'ERR_IMAGE_TOO_MANY_PIXELS') throw refused(`The picture has more than ${max_pixels / 1e6} million pixels.`, error)
    throw unreadable(error)
  }
}

const open = (data: Bytes) => new Bun.Image(data, { maxPixels: max_pixels })

/** The middle square, `side` wide. The runtime resizes but does not cut, so what is not square yet is cut here, when it is small. */
async function middle(data: Bytes, width: number, height: number, side: number): Promise<Bytes> {
  const scale = side / Math.min(width, height)
  const [wide, high] = [Math.max(side, Math.round(width * scale)), Math.max(side, Math.round(height * scale))]
  const png = (await open(data).resize(wide, high).png({ compressionLevel: 1 }).bytes()) as Bytes
  return wide === high ? png : cropPng(png, side)
}

const waiting: (() => void)[] = []
let busy = false

/** The memory and cores of the machine are what is bounded, so this is for the whole process. */
async function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  if (busy) {
    if (waiting.length >= max_waiting) throw new Problem('unavailable', 'Many pictures are arriving just now. Try again in a few seconds.', { retry_after: 5 })
    await new Promise<void>((go) => waiting.push(go))
  }
  busy = true
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else busy = false
  }
}
