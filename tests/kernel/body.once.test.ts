import { expect, test } from 'bun:test'
import { Problem } from '#contract/problem.ts'
import { parseJson, readJson } from '#server/http/body.ts'

const json = { 'content-type': 'application/json' }
const send = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json) =>
  readJson(new Request('http://localhost/', { method: 'POST', body, headers }))
async function refusal(work: () => unknown): Promise<string> {
  try {
    return `taken: ${JSON.stringify(await work())}`
  } catch (error) {
    if (error instanceof Problem) return `${error.code}: ${error.message}`
    throw error
  }
}
const bytes = (...parts: (string | number[])[]) => new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string))))

test('nesting is counted before anything is parsed: 32 levels are read, 33 are not', async () => {
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const) {
    const nested = (depth: number) => `${open.repeat(depth)}${open === '[' ? '' : '1'}${close.repeat(depth)}`
    expect(await refusal(() => parseJson(nested(32)))).toStartWith('taken')
    for (const depth of [33, 100, 100_000]) expect(await refusal(() => parseJson(nested(depth)))).toBe('malformed: The body is nested deeper than 32 levels.')
  }
  expect(parseJson(`"${'['.repeat(1000)}"`)).toBe('['.repeat(1000))
  expect(parseJson(`{"a\\"${'{'.repeat(100)}":"\\\\"}`)).toEqual({ [`a"${'{'.repeat(100)}`]: '\\' })
  expect(await refusal(() => parseJson(`["\\\\",${'['.repeat(40)}`))).toContain('deeper than 32')
})

test('what no database stores is refused wherever it stands, also when it is escaped', async () => {
  const message = 'malformed: Leave out NUL characters and half surrogates.'
  for (const text of ['"\\u0000"', '{"a":"x\\u0000y"}', '[["\\ud800"]]', '{"a":{"b":["\\udc00x"]}}', '{"\\ud83d":1}', '{"a\\u0000":1}', '"\\ud83d\\ud83d"'])
    expect(`${text} ${await refusal(() => parseJson(text))}`).toBe(`${text} ${message}`)
  expect(parseJson('"\\ud83c\\udf33 \\u0041"')).toBe('🌳 A')
})

test('a prototype is no field, however it is spelled', async () => {
  for (const text of ['{"__proto__":{}}', '{"a":[{"__proto__":1}]}', '{"__pro\\u0074o__":1}', '{"\\u005f\\u005fproto__":null}'])
    expect(await refusal(() => parseJson(text))).toBe('malformed: Unknown field: __proto__.')
  expect(parseJson('{"a":"__proto__"}')).toEqual({ a: '__proto__' })
})

test('bytes that are no UTF-8 are refused, not replaced; a byte order mark is skipped', async () => {
  for (const wrong of [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0x80], [0xe2, 0x82]])
    expect(await refusal(() => send(bytes('{"a":"', wrong, '"}')))).toBe('malformed: The body is not valid UTF-8.')
  expect(await send(bytes([0xef, 0xbb, 0xbf], '{"a":"ñ"}'))).toEqual({ a: 'ñ' })
})

test('a mebibyte is taken, one byte more is not; what Content-Length says is believed before the body is read', async () => {
  const text = (length: number) => `"${'x'.repeat(length - 2)}"`
  expect(await refusal(() => send(text(1024 * 1024)))).toStartWith('taken')
  expect(await refusal(() => send(text(1024 * 1024 + 1)))).toBe('too_large: The body is larger than 1 MiB.')
  expect(await refusal(() => send('1', { ...json, 'content-length': '1048577' }))).toBe('too_large: The body is larger than 1 MiB.')
  expect(await refusal(() => send('ü'.repeat(600_000)))).toBe('too_large: The body is larger than 1 MiB.')
})

test('only JSON by its name is JSON', async () => {
  for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON', 'application/merge-patch+json', 'application/json ;x=y'])
    expect(`${type} ${await refusal(() => send('1', { 'content-type': type }))}`).toBe(`${type} taken: 1`)
  for (const type of [
    'text/plain',
    'text/json',
    'application/jsonp',
    'application/x-json',
    'application/xml',
    'text/plain; application/json',
    'application/json, text/plain',
  ])
    expect(`${type} ${await refusal(() => send('1', { 'content-type': type }))}`).toBe(
      `${type} unsupported_media_type: Send JSON with Content-Type: application/json.`,
    )
  expect(await refusal(() => send(bytes('1'), {}))).toStartWith('unsupported_media_type')
  expect(await refusal(() => send('', json))).toBe('malformed: Send a JSON body.')
})

test('a body that is no JSON is refused without a word of what the parser said', async () => {
  for (const text of ['', '{', '}', '{"a":1}x', "{'a':1}", '{"a":1,}', 'NaN', 'undefined', '"\n"', '01', '.5', '"\\x"', '{"a" 1}'])
    expect(await refusal(() => parseJson(text))).toBe('malformed: The body is not valid JSON.')
})
