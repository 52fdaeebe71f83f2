import fc from 'fast-check'
import type { Part } from './requests.ts'

type Bytes = Uint8Array<ArrayBuffer>
const text = (value: string): Bytes => new TextEncoder().encode(value)
const of = (...parts: (string | number[])[]): Bytes => new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string))))

const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const part = (head: string, content: string) => `--x\r\nContent-Disposition: form-data; ${head}\r\nContent-Type: image/png\r\n\r\n${content}\r\n`
const named = 'name="file"; filename="a.png"'
const form = 'multipart/form-data; boundary=x'

/** Bodies that are no picture, sent as one: what each gets wherever a picture is taken. */
const hostile: [type: string, body: Bytes, status: number][] = [
  ['image/png', text(''), 400],
  ['image/png', text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 400],
  ['image/png', text('<!doctype html><script>alert(1)</script>'), 400],
  ['image/png', of(png), 400],
  ['image/png', of(png, [0, 0, 0, 13], 'IHDR', [0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 8, 2, 0, 0, 0, 0, 0, 0, 0]), 400],
  ['image/jpeg', of([0xff, 0xd8, 0xff, 0xe0, 0, 16], 'JFIF'), 400],
  ['image/gif', text('GIF89a/*<script>*/=1;alert(1)'), 400],
  ['image/webp', of('RIFF', [4, 0, 0, 0], 'WEBP'), 400],
  ['image/png', new Uint8Array(10 * 1024 * 1024 + 1), 413],
  ['image/svg+xml', text('<svg/>'), 415],
  ['image/avif', text('x'), 415],
  ['application/octet-stream', of(png), 415],
  ['text/html', text('x'), 415],
  ['IMAGE/PNG; charset=x', text('x'), 400],
  ['', text('x'), 415],
  ['multipart/form-data', text(part(named, 'x')), 400],
  [form, text(''), 400],
  [form, text('garbage'), 400],
  [form, text('--x--\r\n'), 400],
  [form, text(part(named, 'x')), 400],
  [form, text(`${part(named, 'x')}--x--\r\n`), 400],
  [form, text(`${part(named, '')}--x--\r\n`), 400],
  [form, text(`${part(named, 'x')}${part(named, 'y')}--x--\r\n`), 400],
  [form, text(`${part('name="file"', 'x')}--x--\r\n`), 400],
  [form, text(`${part(named, 'x')}${part('name="role"', 'admin')}--x--\r\n`), 400],
  [form, text(`${part('name="file"; filename="../../etc/passwd\u0000.png"', 'x')}--x--\r\n`), 400],
  [form, text(`${part(named, 'x').replace('image/png', 'text/html')}--x--\r\n`), 400],
]

const plain_form = 'application/x-www-form-urlencoded'
/** The same for the plain form of a page, which always leads on to one that says what is wrong. */
const broken_forms: [type: string, body: Bytes, status: number][] = [
  [plain_form, text(''), 400],
  [plain_form, text('name=x&email=%FF%00&subject&&message=%'), 302],
  [plain_form, text('__proto__=x&constructor=y'), 302],
  [plain_form, of([0xff, 0xfe, 0, 0x3d]), 302],
  [plain_form, text(`name=${'a'.repeat(100_000)}`), 302],
  [`${plain_form}; charset=utf-8`, text('role=admin'), 302],
  [plain_form, new Uint8Array(10 * 1024 * 1024 + 1), 413],
  ['application/json', text('{}'), 415],
  ['text/plain', text('name=x'), 415],
  ['', text('name=x'), 415],
  [form, text('garbage'), 400],
]

/** Files of rows that are none. */
const broken_tables: [type: string, body: Bytes, status: number][] = [
  ['text/csv', text(''), 400],
  ['text/csv', text('a,b\n1,2\n'), 400],
  ['text/csv', text('TYPE,CONTENT\ntask,"never ends'), 400],
  ['text/csv', of('TYPE,CONTENT\ntask,', [0xff, 0xfe]), 400],
  ['text/csv', text(`TYPE,CONTENT\n${'task,x\n'.repeat(20_001)}`), 400],
  ['application/json', text('{"format":"banyan-todos"'), 400],
  ['application/json', text('{"format":"banyan-todos","todos":{"length":1}}'), 400],
  ['application/json', text(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`), 400],
  ['text/csv', new Uint8Array(10 * 1024 * 1024 + 1), 413],
  ['image/png', of(png), 415],
  [plain_form, text('TYPE,CONTENT\n'), 415],
  ['', text('TYPE,CONTENT\n'), 415],
  [form, text('garbage'), 400],
]

const noise = fc
  .tuple(fc.constantFrom('image/png', 'image/jpeg', 'image/webp', 'image/gif', form), fc.uint8Array({ maxLength: 2000 }))
  .map(([type, bytes]) => ({ type, value: new Uint8Array(bytes), expected: 400 }))

/** What is no good where files of these types are taken, and what each gets. */
export const badOf = (types: readonly string[]): typeof hostile =>
  types.includes(plain_form) ? broken_forms : types.includes('text/csv') ? broken_tables : hostile

const anyOf = (all: typeof hostile) => fc.constantFrom(...all).map(([type, value, expected]) => ({ type, value, expected }))

export const uploadsOf = (types: readonly string[]): fc.Arbitrary<Part<Bytes>> =>
  badOf(types) !== hostile ? anyOf(badOf(types)) : fc.oneof({ weight: 3, arbitrary: anyOf(hostile) }, { weight: 1, arbitrary: noise })
