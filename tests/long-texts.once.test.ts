import { expect, test } from 'bun:test'
import { z } from 'zod'
import { takes } from '#contract/endpoint.ts'
import { sizes } from '#server/http/limits.ts'
import { apps } from '../apps/server.ts'

const signs = ['a', ' ', '\u0301', 'A=A;']
const fields = apps
  .flatMap((app) => app.routes?.all ?? [])
  .flatMap(({ endpoint }) => [
    { name: `${endpoint.name} body`, schema: endpoint.body, most: sizes.max_body_bytes },
    { name: `${endpoint.name} query`, schema: endpoint.query, most: sizes.max_url_bytes },
  ])
  .filter(({ schema }) => takes(schema))
  .flatMap(({ name, schema, most }) => {
    const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as { properties?: object }
    return Object.keys(properties).map((field) => ({ name: `${name}.${field}`, schema, most, field }))
  })

/** Processor time of this thread, which other programs do not lengthen; the least of a few, since the first also compile. It is told in steps of some ms. */
function costOf(work: () => unknown, times = 1): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < 4; i++) {
    const before = process.threadCpuUsage()
    for (let n = 0; n < times; n++) work()
    const { user, system } = process.threadCpuUsage(before)
    least = Math.min(least, user + system)
  }
  return least / times
}

/** Half of what it costs to normalise a text and to put its characters into a list. */
const most_looks = 20
/** What every judge of a text has to do: to look once at each of its characters. */
const plain = 'a'.repeat(sizes.max_body_bytes)
const a_look = costOf(() => {
  let signs = 0
  for (let i = 0; i < plain.length; i++) if (plain.charCodeAt(i) === 32) signs++
  return signs
}, 50)

test('a field that fills the whole of a body is judged at the cost of a few looks at it', () => {
  expect(fields.length).toBeGreaterThan(150)
  const slow = fields.flatMap(({ name, schema, most, field }) =>
    signs.flatMap((sign) => {
      const text = sign.repeat(Math.floor(most / Buffer.byteLength(sign)))
      const looks = costOf(() => schema.safeParse({ [field]: text })) / a_look
      return looks > most_looks ? [`${name}, ${JSON.stringify(sign)}: ${looks.toFixed(1)} looks`] : []
    }),
  )
  expect(slow).toEqual([])
}, 120_000)
