import { Problem } from '#contract/problem.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** What people upload as pictures. SVG is none of them: it is a document that can run. */
const picture_types = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'] as const satisfies [string, ...string[]]

/** A picture of 25 million pixels takes 100 MB while it is decoded: as large as cameras make them, and one at a time. */
const max_pixels = 25_000_000
const max_waiting = 16
export const quality = 82

export const refused = (message: string, cause?: unknown) => new Problem('invalid', message, { fields: { file: [message] }, cause })
const unreadable = (cause?: unknown) => refused('This is no picture that we can read. Send a JPEG, PNG, WebP or GIF picture.', cause)

/** EXIF's orientation is followed; whatever says that it has more pixels than we decode is refused before any is. */
export const openPicture = (data: Bytes) => new Bun.Image(data, { maxPixels: max_pixels })

/**
 * Lets `draw` make something of what somebody uploaded. Throws `invalid` for what is no picture, whatever it was called, and for more pixels
 * than we decode. Decoding runs on the runtime's own threads.
 */
export async function drawn<T>(data: Bytes, draw: (data: Bytes) => Promise<T>): Promise<T> {
  // Loaded with the first picture: its dozens of files would make every start slower.
  const { fileTypeFromBuffer } = await import('file-type')
  const kind = await fileTypeFromBuffer(data).catch(() => undefined)
  if (!kind || !(picture_types as readonly string[]).includes(kind.mime)) throw unreadable()
  return oneAtATime(async () => {
    try {
      return await draw(data)
    } catch (error) {
      if (error instanceof Problem) throw error
      if ((error as { code?: string }).code === 'ERR_IMAGE_TOO_MANY_PIXELS')
        throw refused(`The picture has more than ${max_pixels / 1e6} million pixels.`, error)
      throw unreadable(error)
    }
  })
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
