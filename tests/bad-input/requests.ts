import fc from 'fast-check'
import { z } from 'zod'
import { type Endpoint, mayBeLeftOut, takes } from '#contract/endpoint.ts'
import { readParams } from '#server/http/parse.ts'
import type { Route } from '#server/http/routes.ts'
import { uploadsOf } from './uploads.ts'

/** Who calls: nobody, somebody with a made-up credential, an admin (whose cookie opens everything), an admin without the CSRF token. */
export type As = 'visitor' | 'stranger' | 'admin' | 'forger'

/** A request to one endpoint, and what must come of it. */
export interface Try {
  name: string
  as: As
  method: string
  address: string
  headers: Record<string, string>
  body: string | Uint8Array<ArrayBuffer> | undefined
  /** The one right status; undefined where the request may well be good. */
  expected: number | undefined
}

export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

export const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
export const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part)))))

/** Values that no field expects, or that some code trips over. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    ' ',
    '\t\n',
    'x'.repeat(20_000),
    null,
    true,
    false,
    0,
    -1,
    0.1,
    1e308,
    [],
    {},
    ['x'],
    { x: 1 },
    [[[[]]]],
    JSON.parse(nested(25)),
  ),
  fc.constantFrom('\0', 'a\0b', 'a\ud800', '\udc00b', '\ufeff', '\u202etxt', '\u200b', 'ﬀ', 'İ', 'ß', 'e\u0301'.repeat(50), '👩‍👩‍👧‍👦'.repeat(20)),
  fc.constantFrom(
    "' or 1=1 --",
    '"; drop table users; --',
    '{{7*7}}',
    '<script>alert(1)</script>',
    '../../etc/passwd',
    '%00',
    '\\',
    '%',
    '_',
    'null',
    'NaN',
    '$where',
  ),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
)

const odd_names = [
  '',
  'x',
  'role',
  'is_admin',
  'id',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'a.b',
  'a[]',
  '\ud800',
  'x'.repeat(5000),
  'ünïcode',
]

/** Bodies that are no JSON, or none that is read, with the status that each gets. */
const broken: [body: string | Uint8Array<ArrayBuffer>, status: number][] = [
  ['', 400],
  [' ', 400],
  ['{', 400],
  ['{"a":1', 400],
  ['{"a":1}}', 400],
  ["{'a':1}", 400],
  ['{"a":1,}', 400],
  ['{a:1}', 400],
  ['undefined', 400],
  ['NaN', 400],
  ['null', 400],
  ['1', 400],
  ['"text"', 400],
  ['[]', 400],
  ['[{}]', 400],
  ['{"a":"\n"}', 400],
  ['{"a":"\\x"}', 400],
  [nested(100), 400],
  [`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`, 400],
  ['['.repeat(200_000), 400],
  ['{"__proto__":{"role":"admin"}}', 400],
  ['{"\\u005f_proto__":1}', 400],
  [`{"a":"${'x'.repeat(2 * 1024 * 1024)}"}`, 413],
  ['x'.repeat(1024 * 1024 + 1), 413],
  [bytes('{"a":"', [0xff, 0xfe], '"}'), 400],
  [bytes('{"a":"', [0xc3], '"}'), 400],
  [bytes('{"a":"', [0xed, 0xa0, 0x80], '"}'), 400],
  [bytes('{"a":"', [0xc0, 0x80], '"}'), 400],
  [bytes([0xff, 0xfe, 0x7b, 0, 0x7d, 0]), 400],
  [bytes([0x1f, 0x8b, 8, 0]), 400],
]

const spoilers: ((good: string) => string | Uint8Array<ArrayBuffer>)[] = [
  (good) => `${good}x`,
  (good) => good.slice(0, -1),
  (good) => good.replace('{', '{"__proto__":{},'),
  (good) => good.replace('":"', '":"\\u0000'),
  (good) => good.replace('":"', '":"\\ud800'),
  (good) => bytes(good.slice(0, good.indexOf('":"') + 3), [0xff], good.slice(good.indexOf('":"') + 3)),
]

const wrong_types = [
  'text/plain',
  'text/plain; charset=application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonx',
  'application/xml',
  'json',
  '*/*',
  'text/html;application/json',
]
const odd_params = [
  'x',
  '%20',
  '%00',
  '%0a',
  '%FF',
  '%E0%A4%A',
  '%',
  '%ED%A0%80',
  'x'.repeat(201),
  '0',
  '-1',
  '1e9',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  '..%2f..%2f',
  "'%20or%201=1--",
  '%F0%9F%98%80',
  'KERALA%00',
  '00000000-0000-0000-0000-000000000000',
  '*',
  '$',
  '~',
]
const odd_queries = [
  '',
  '?',
  '&&&',
  '=',
  '=x',
  'x',
  'x=1',
  '__proto__=1',
  'constructor=1',
  'a[]=1&a[]=2',
  'a[b]=c',
  'x='.padEnd(5000, 'x'),
  '%F0%9F%98%80=1',
  'a=1&a=2&a=3',
  ';a=1',
  '#x',
]
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Good enough to be taken, as a start: the contract's own example, with a name of its own. */
export function goodBody(endpoint: Endpoint, n: number): unknown {
  if (!isObject(endpoint.example)) return endpoint.example ?? {}
  const own = (name: string, value: unknown) => (name === 'username' ? `user${n}` : name === 'email' ? `user${n}@example.com` : value)
  return Object.fromEntries(Object.entries(endpoint.example).map(([name, value]) => [name, own(name, value)]))
}

export const fieldsOf = (schema: z.ZodType): string[] =>
  takes(schema) ? Object.keys((z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })['properties'] as object | undefined) ?? {}) : []

/** What no database stores, wherever it stands in a value. */
function cannotBeStored(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed()
  if (Array.isArray(value)) return value.some(cannotBeStored)
  return isObject(value) && Object.entries(value).some(([name, inner]) => name === '__proto__' || cannotBeStored(name) || cannotBeStored(inner))
}

export interface Part<T> {
  value: T
  expected: number | undefined
  /** The type that it is sent as, where that is not JSON. */
  type?: string
}

function bodies({ body: schema }: Endpoint, good: (n: number) => unknown): fc.Arbitrary<Part<string | Uint8Array<ArrayBuffer>>> {
  const known = fieldsOf(schema)
  const change = fc.tuple(fc.constantFrom(...known, ...odd_names), fc.oneof(odd, fc.constant(undefined)))
  const changed = fc.tuple(fc.nat(1_000_000), fc.array(change, { maxLength: 3 })).map(([n, changes]) => {
    const value = structuredClone(good(n))
    if (isObject(value))
      for (const [name, to] of changes) {
        if (to === undefined) delete value[name]
        else Object.defineProperty(value, name, { value: to, enumerable: true, configurable: true, writable: true })
      }
    const refused = cannotBeStored(value) || !schema.safeParse(value).success
    return { value: JSON.stringify(value), expected: refused ? 400 : undefined }
  })
  // Good but for one thing, so that only this thing can be what is refused.
  const text = JSON.stringify(good(0))
  const spoilt = fc.constantFrom(...spoilers.map((spoil) => spoil(text)).filter((spoiled) => spoiled !== text)).map((value) => ({ value, expected: 400 }))
  return fc.oneof(
    { weight: 4, arbitrary: changed },
    { weight: 1, arbitrary: spoilt },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...broken).map(([value, expected]) => ({ value, expected: value === '' && mayBeLeftOut(schema) ? undefined : expected })),
    },
  )
}

function queries({ query: schema }: Endpoint): fc.Arbitrary<Part<string>> {
  const plain = fc.constantFrom(...odd_queries).map((value) => ({ value, expected: undefined }))
  if (!takes(schema)) return plain
  const known = fieldsOf(schema)
  const text = odd.map((value) => (typeof value === 'string' ? value.toWellFormed().slice(0, 1000) : JSON.stringify(value)))
  const named = fc.array(fc.tuple(fc.constantFrom(...known, 'x'), text), { minLength: 1, maxLength: 4 }).map((pairs) => {
    const given: Record<string, string> = {}
    for (const [name, value] of pairs) if (value !== '') given[name] ??= value
    const refused = pairs.some(([, value]) => value.includes('\0')) || !schema.safeParse(given).success
    return { value: new URLSearchParams(pairs).toString(), expected: refused ? 400 : undefined }
  })
  const misspelt = fc.constantFrom('%FF', 'q=%E0%A4%A', 'q=%', '%', 'q=%ED%A0%80', 'q=a%00b').map((value) => ({ value, expected: 400 }))
  return fc.oneof({ weight: 1, arbitrary: plain }, { weight: 4, arbitrary: named }, { weight: 1, arbitrary: misspelt })
}

function readable(param: string): boolean {
  try {
    readParams({ param })
    return true
  } catch {
    return false
  }
}

/** What they name is there as soon as a post of this run has it: any word may be a category. */
const made_by_others = new Set(['portal.category_feed'])

/** Requests to one endpoint with any number of faults; which of them is told follows the order in which the server looks. */
export function triesOf({ endpoint, guard }: Route): fc.Arbitrary<Try> {
  const writes = endpoint.method !== 'GET'
  const withBody = takes(endpoint.body)
  const as: fc.Arbitrary<As> = fc.constantFrom<As>('admin', 'admin', 'admin', 'visitor', 'stranger', 'forger')
  const parts = fc.record({
    as,
    body: !withBody
      ? fc.constant(undefined)
      : endpoint.accepts === 'upload'
        ? uploadsOf(endpoint.body.meta()?.['types'] as string[])
        : bodies(endpoint, (n) => goodBody(endpoint, n)),
    type: fc.oneof({ weight: 8, arbitrary: fc.constant('application/json') }, { weight: 1, arbitrary: fc.constantFrom(...wrong_types) }),
    query: fc.oneof(
      { weight: 2, arbitrary: fc.constant<Part<string>>({ value: '', expected: undefined }) },
      { weight: takes(endpoint.query) ? 6 : 1, arbitrary: queries(endpoint) },
    ),
    param: fc.constantFrom(...odd_params),
    slash: fc.boolean(),
    head: fc.boolean(),
  })
  return parts.map(({ as, body, type: sent_as, query, param, slash, head }) => {
    const type = body?.type ?? sent_as
    const hasParams = endpoint.path.includes(':')
    const path = endpoint.path.replace(/:\w+/g, () => param)
    const names_nothing = hasParams && !made_by_others.has(endpoint.name)
    // Where a file belongs is looked for before its bytes are read as a picture, so it may be either that is told.
    const found_first = endpoint.accepts === 'upload' && hasParams
    // Where no session cookie is looked at there is nothing to forge.
    const unprotected = guard.by_session && (as === 'forger' || (as === 'visitor' && endpoint.door.name === 'session'))
    const expected =
      (writes && unprotected ? 403 : undefined) ??
      (guard.who !== 'anyone' && (as === 'visitor' || as === 'stranger') ? 401 : undefined) ??
      // What cannot be read at all is told before the body, what names nothing after it.
      (hasParams && !readable(param) ? 404 : undefined) ??
      query.expected ??
      (withBody && body?.type === undefined && type !== 'application/json' ? 415 : undefined) ??
      (found_first && body?.expected === 400 ? undefined : (body?.expected ?? (names_nothing && !endpoint.errors?.[428] ? 404 : undefined)))
    return {
      name: endpoint.name,
      as,
      method: endpoint.method === 'GET' && head ? 'HEAD' : endpoint.method,
      address: `${path}${slash ? '/' : ''}${query.value && `?${query.value}`}`,
      headers: withBody ? { 'content-type': type } : {},
      body: body?.value,
      expected,
    }
  })
}

/** Requests with a method that the address does not take. */
export function wrongMethods(routes: Route[]): (Try & { allow: string })[] {
  const addressed = (path: string) => path.replace(/:\w+/g, 'x')
  return [...new Set(routes.map(({ endpoint }) => endpoint.path))].flatMap((path) => {
    // `/things/:id` answers for `/things/special` too, with the methods that the latter does not take.
    const there = routes.filter(({ endpoint }) => new RegExp(`^${endpoint.path.replace(/:\w+/g, '[^/]+')}$`).test(addressed(path)))
    const taken = [...new Set(there.map(({ endpoint }) => endpoint.method as string))]
    const allow = (taken.includes('GET') ? [...taken, 'HEAD'] : taken).sort().join(', ')
    const others = [...methods, 'HEAD', 'PROPFIND'].filter((method) => !taken.includes(method) && !(method === 'HEAD' && taken.includes('GET')))
    return others.map((method) => ({
      name: path,
      as: 'visitor' as const,
      method,
      address: addressed(path),
      headers: {},
      body: undefined,
      expected: 405,
      allow,
    }))
  })
}
