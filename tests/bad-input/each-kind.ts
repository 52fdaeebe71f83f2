import { type Endpoint, mayBeLeftOut, takes } from '#contract/endpoint.ts'
import type { Route } from '#server/http/routes.ts'
import { bytes, fieldsOf, goodBody, isObject, nested, type Try } from './requests.ts'
import { badOf } from './uploads.ts'

type Body = Try['body']
interface Fault {
  body?: Body
  query?: string
  type?: string
  expected: number | undefined
}

/** More than any field holds, in a body that is not too large. */
const overlong = 'x'.repeat(1_000_000)
const wrong_types = [7, true, ['x'], { x: 1 }]
const smuggled = { role: 'admin', is_admin: true, email_verified_at: '2026-01-01T00:00:00.000Z', x: 1 }

function ofBody(endpoint: Endpoint): Record<string, Fault> {
  const good = goodBody(endpoint, 0)
  if (!isObject(good)) return {}
  const judged = (value: unknown): Fault => ({ body: JSON.stringify(value), expected: endpoint.body.safeParse(value).success ? undefined : 400 })
  const text = JSON.stringify(good)
  const faults: Record<string, Fault> = {
    'broken JSON': { body: text.slice(0, -1), expected: 400 },
    '100 levels deep': { body: `{"x":${nested(100)}}`, expected: 400 },
    '2 MiB': { body: `{"x":"${'x'.repeat(2 * 1024 ** 2)}"}`, expected: 413 },
    'bad UTF-8': { body: bytes('{"x":"', [0xff, 0xfe], '"}'), expected: 400 },
    nothing: { body: '', expected: mayBeLeftOut(endpoint.body) ? undefined : 400 },
  }
  const known = fieldsOf(endpoint.body)
  for (const [name, value] of Object.entries(smuggled))
    if (!known.includes(name)) faults[`unknown field ${name}`] = { body: JSON.stringify({ ...good, [name]: value }), expected: 400 }
  for (const name of known) {
    const { [name]: own, ...others } = good
    if (own !== undefined) faults[`${name} missing`] = judged(others)
    faults[`${name} empty`] = judged({ ...good, [name]: '' })
    faults[`${name} overlong`] = { ...judged({ ...good, [name]: overlong }), expected: 400 }
    const wrong = wrong_types.map((value) => judged({ ...good, [name]: value })).filter(({ expected }) => expected === 400)
    faults[`${name} of a wrong type`] = wrong[0] ?? { body: text, expected: 400 }
  }
  return faults
}

function ofQuery({ query }: Endpoint): Record<string, Fault> {
  const faults: Record<string, Fault> = {
    'bad UTF-8 in the address': { query: 'x=%FF', expected: takes(query) ? 400 : undefined },
    'an unknown field in the address': { query: 'role=admin&x=1&x=2', expected: undefined },
  }
  if (takes(query))
    for (const name of fieldsOf(query)) {
      const judged = (value: string): Fault => ({ query: `${name}=${value}`, expected: query.safeParse({ [name]: value }).success ? undefined : 400 })
      faults[`${name} overlong in the address`] = judged('x'.repeat(5000))
      faults[`${name} of a wrong type in the address`] = judged('[object]')
      faults[`${name} with a NUL in the address`] = { query: `${name}=a%00`, expected: 400 }
    }
  return faults
}

const ofUpload = ({ body: taken }: Endpoint): Record<string, Fault> =>
  Object.fromEntries(badOf(taken.meta()?.['types'] as string[]).map(([type, body, expected], i) => [`file ${i} (${type})`, { type, body, expected }]))

/** One request for each way in which an endpoint can be called badly, all else being good, by somebody who may. */
export function eachKindOf({ endpoint }: Route): [fault: string, one: Try][] {
  const with_params = endpoint.path.includes(':')
  const faults = { ...ofQuery(endpoint), ...(takes(endpoint.body) && (endpoint.accepts === 'upload' ? ofUpload(endpoint) : ofBody(endpoint))) }
  const tries = Object.entries(faults).map(([fault, { body, query, type = 'application/json', expected }]): [string, Try] => [
    fault,
    {
      name: endpoint.name,
      as: 'admin',
      method: endpoint.method,
      address: `${endpoint.path.replace(/:\w+/g, 'x')}${query ? `?${query}` : ''}`,
      headers: takes(endpoint.body) ? { 'content-type': type } : {},
      body: body ?? (takes(endpoint.body) && endpoint.accepts === 'json' ? JSON.stringify(goodBody(endpoint, 1_000_001)) : undefined),
      // Where a file belongs is looked for before its bytes are read as a picture, so it may be either that is told.
      expected: endpoint.accepts === 'upload' && with_params && expected === 400 ? undefined : expected,
    },
  ])
  return tries
}
