import { invalid, Problem, type ProblemDetails } from '#contract/problem.ts'
import type { Upload } from '#contract/upload.ts'
import { readBytes } from './body.ts'
import { sizes } from './limits.ts'

/** What a form may take beside its file: boundaries and the headers of its parts. */
const form_overhead = 16 * 1024

/**
 * Reads one file: the body as it is, or the only part of a multipart form. Throws `too_large`, `unsupported_media_type` for a type that
 * is not among `types`, `malformed` for what is empty or cut off, `invalid` for a form with anything else in it.
 */
export async function readUpload(request: Request, types: readonly string[]): Promise<Upload> {
  const header = request.headers.get('content-type') ?? ''
  const type = typeOf(request)
  const as_form = type === 'multipart/form-data'
  if (!as_form && !types.includes(type))
    throw new Problem('unsupported_media_type', `Send one file of type ${types.join(', ')}, as it is or as multipart/form-data.`)
  const most = sizes.max_upload_bytes + (as_form ? form_overhead : 0)
  const bytes = await readBytes(request, most, tooLarge)
  const data = as_form ? await fileIn(bytes, header) : bytes
  if (data.length > sizes.max_upload_bytes) throw tooLarge()
  if (data.length === 0) throw new Problem('malformed', 'The file is empty.')
  return { data }
}

/** The type that a request says it has, without what follows it. */
export const typeOf = ({ headers }: Request): string => ((headers.get('content-type') ?? '').split(';')[0] ?? '').trim().toLowerCase()

const tooLarge = (details?: ProblemDetails) => new Problem('too_large', `The file is larger than ${sizes.max_upload_bytes / 1024 ** 2} MiB.`, details)

/** The runtime guesses a part's type from its name, so it is not asked. */
async function fileIn(bytes: Uint8Array<ArrayBuffer>, header: string): Promise<Uint8Array<ArrayBuffer>> {
  if (bytes.length === 0) throw new Problem('malformed', 'The form is empty.')
  if (hasMany(bytes, header)) throw notOne()
  const form = await new Response(bytes, { headers: { 'content-type': header } }).formData().catch((cause: unknown) => {
    throw new Problem('malformed', 'The form is broken or ended early.', { cause })
  })
  const parts = [...form]
  const [part] = parts
  const file = part?.[1]
  if (parts.length !== 1 || !part || typeof file === 'string' || !file) throw notOne()
  return file.bytes()
}

const notOne = () => invalid({ file: ['Send exactly one file and nothing else.'] })

/** Looked at before the runtime takes the form apart, which takes long for many parts: it judges those of a few by itself. */
function hasMany(bytes: Uint8Array<ArrayBuffer>, header: string): boolean {
  const [, quoted, plain] = /boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(header) ?? []
  const mark = Buffer.from(`\r\n--${quoted ?? plain ?? ''}`)
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = -mark.length
  for (let found = 0; found <= 3; found++) {
    at = all.indexOf(mark, at + mark.length)
    if (at < 0) return false
  }
  return true
}
