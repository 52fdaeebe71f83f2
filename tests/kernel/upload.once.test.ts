import { expect, test } from 'bun:test'
import { Problem } from '#contract/problem.ts'
import { readUpload } from '#server/http/upload.ts'

const types = ['image/png', 'image/jpeg']
const text = (value: string) => new TextEncoder().encode(value)
const limit = 10 * 1024 * 1024

async function given(body: Uint8Array<ArrayBuffer> | FormData | ReadableStream, headers: Record<string, string> = {}): Promise<string> {
  try {
    const { data } = await readUpload(new Request('http://localhost/', { method: 'PUT', body, headers }), types)
    return `taken: ${data.length < 100 ? new TextDecoder().decode(data) : data.length}`
  } catch (error) {
    if (error instanceof Problem) return `${error.code}: ${error.message}`
    throw error
  }
}
function form(...parts: [name: string, value: Blob | string][]): FormData {
  const made = new FormData()
  for (const [name, value] of parts) made.append(name, value)
  return made
}
const file = (bytes: Uint8Array<ArrayBuffer>, name = 'a.png') => new File([bytes], name, { type: 'image/png' })

test('bytes under a type that is taken, or the one file of a form', async () => {
  expect(await given(text('bytes'), { 'content-type': 'image/png' })).toBe('taken: bytes')
  expect(await given(text('bytes'), { 'content-type': 'IMAGE/JPEG; q=1' })).toBe('taken: bytes')
  expect(await given(form(['file', file(text('bytes'))]))).toBe('taken: bytes')
  expect(await given(form(['anything', file(text('bytes'), '../../x.html')]))).toBe('taken: bytes')
})

test('another type is 415 and says which are taken', async () => {
  for (const type of ['image/svg+xml', 'application/json', 'text/html', 'image/pngx', 'x'])
    expect(await given(text('bytes'), { 'content-type': type })).toBe(
      'unsupported_media_type: Send one file of type image/png, image/jpeg, as it is or as multipart/form-data.',
    )
  expect(await given(text('bytes'))).toStartWith('unsupported_media_type')
})

test('ten mebibytes are taken, one byte more is 413, also without a length and in a form', async () => {
  const most = new Uint8Array(limit)
  const more = new Uint8Array(limit + 1)
  expect(await given(most, { 'content-type': 'image/png' })).toBe(`taken: ${limit}`)
  expect(await given(form(['file', file(most)]))).toBe(`taken: ${limit}`)
  for (const body of [more, new Blob([more]).stream(), form(['file', file(more)])])
    expect(await given(body, body instanceof FormData ? {} : { 'content-type': 'image/png' })).toBe('too_large: The file is larger than 10 MiB.')
  // A length that says so is believed before a byte is read.
  expect(await given(text('x'), { 'content-type': 'image/png', 'content-length': String(limit + 1) })).toStartWith('too_large')
})

test('nothing, half a form, and forms with anything else in them are 400', async () => {
  expect(await given(new Uint8Array(), { 'content-type': 'image/png' })).toBe('malformed: The file is empty.')
  expect(await given(form(['file', file(new Uint8Array())]))).toBe('malformed: The file is empty.')
  expect(await given(new Uint8Array(), { 'content-type': 'multipart/form-data; boundary=x' })).toBe('malformed: The form is empty.')
  for (const body of ['garbage', '--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nabc'])
    expect(await given(text(body), { 'content-type': 'multipart/form-data; boundary=x' })).toBe('malformed: The form is broken or ended early.')
  const one = 'invalid: Send exactly one file and nothing else.'
  expect(await given(form())).toBe(one)
  expect(await given(form(['file', 'text']))).toBe(one)
  expect(await given(form(['file', file(text('a'))], ['file', file(text('b'))]))).toBe(one)
  expect(await given(form(['file', file(text('a'))], ['role', 'admin']))).toBe(one)
})

test('a form of very many parts is refused at once', async () => {
  const type = { 'content-type': 'multipart/form-data; boundary=x' }
  const part = (content: string) => `--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n${content}\r\n`
  expect(await given(text(`${part('one')}--x--\r\n`), type)).toBe('taken: one')
  expect(await given(text(`a preamble\r\n${part('one')}--x--\r\nand more`), type)).toBe('taken: one')
  const many = text(`${part('').repeat(limit / 80)}--x--`)
  const before = performance.now()
  expect(await given(many, type)).toBe('invalid: Send exactly one file and nothing else.')
  expect(performance.now() - before).toBeLessThan(150)
})

test('a sender that stops half-way is told so', async () => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(text('half'))
      controller.error(new Error('gone'))
    },
  })
  expect(await given(body, { 'content-type': 'image/png' })).toBe('malformed: The body ended early.')
})
