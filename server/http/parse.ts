import type { z } from 'zod'
import { type Endpoint, mayBeLeftOut, takes } from '#contract/endpoint.ts'
import { type FieldErrors, notFound, Problem } from '#contract/problem.ts'
import { typesOf } from '#contract/upload.ts'
import { readJson } from './body.ts'
import { readUpload } from './upload.ts'

export interface ParsedRequest {
  params: Record<string, string>
  query: unknown
  body: unknown
}

const max_param_length = 200

/** Checks everything that a request brings against its endpoint. Throws problems with the messages by field. */
export async function parseRequest(endpoint: Endpoint, request: Request, search: string, rawParams: Record<string, string>): Promise<ParsedRequest> {
  return {
    params: readParams(rawParams),
    query: takes(endpoint.query) ? check(endpoint.query, readQuery(search)) : undefined,
    body: takes(endpoint.body) ? await readBody(endpoint, request) : undefined,
  }
}

async function readBody({ body, accepts }: Endpoint, request: Request): Promise<unknown> {
  if (accepts === 'json') return check(body, await readJson(request, mayBeLeftOut(body)))
  return readUpload(request, typesOf(body))
}

/** A parameter that cannot name anything names nothing: not found. */
export function readParams(raw: Record<string, string>): Record<string, string> {
  const params: Record<string, string> = {}
  for (const [name, value] of Object.entries(raw)) {
    params[name] = checkParam(decodeText(value))
  }
  return params
}

/** A parameter as it is meant, decoded already. */
export function checkParam(text: string | undefined): string {
  if (text === undefined || text.length > max_param_length || /\p{Cc}/u.test(text)) throw notFound('page')
  return text.normalize('NFC')
}

function decodeText(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

export function readQuery(search: string): Record<string, string> {
  if (search.length < 2) return {}
  if (decodeText(search.replaceAll('+', ' ')) === undefined) throw new Problem('malformed', 'The address is not valid UTF-8.')
  const query: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(search)) {
    if (value.includes('\0')) throw new Problem('malformed', 'Leave out NUL characters.')
    if (name !== '__proto__' && value !== '') query[name] ??= value
  }
  return query
}

export function check<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (!result.success) throw wrong(result.error.issues, value)
  return result.data
}

const no_field = 'non_field_errors'
const nameOf = (path: PropertyKey[]) => path.slice(0, 5).join('.') || no_field

/** By field; and in one sentence, which has to name the field where the words alone do not tell which one is meant. */
function wrong(issues: z.core.$ZodIssue[], value: unknown): Problem {
  const fields: FieldErrors = Object.create(null) as FieldErrors
  let first: string | undefined
  const add = (name: string, own: string | undefined, usual: string) => {
    const message = own ?? usual
    first ??= own === undefined && name !== no_field ? `${name}: ${usual}` : message
    fields[name] ??= []
    const messages = fields[name]
    if (messages.length < 10 && !messages.includes(message)) messages.push(message)
  }
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys.slice(0, 10)) add(nameOf([...issue.path, key.slice(0, 100)]), undefined, 'Unknown field.')
    else {
      const usual = sentence(issue, given(value, issue.path))
      add(nameOf(issue.path), usual === undefined ? issue.message : undefined, usual ?? '')
    }
  }
  return new Problem('invalid', first ?? 'Check what you sent.', { fields: { ...fields } })
}

/** What was sent at that place. */
function given(value: unknown, path: PropertyKey[]): unknown {
  return path.reduce((inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined), value)
}

/** Zod's default sentences, in our words; nothing where the schema brings its own. */
function sentence(issue: z.core.$ZodIssue, value: unknown): string | undefined {
  if ((issue.code === 'invalid_type' || issue.code === 'invalid_value') && value === undefined) return 'This field is required.'
  if (issue.code === 'invalid_type')
    return issue.expected === 'int' || isNaNGiven(issue)
      ? 'Use a whole number.'
      : `Expected ${article(issue.expected === 'record' ? 'object' : issue.expected)}.`
  if (issue.code === 'invalid_value') return `Use one of: ${issue.values.join(', ')}.`
  if (issue.code === 'too_big' && issue.message.startsWith('Too big')) return tooMuch(issue.origin, `at most ${issue.maximum}`)
  if (issue.code === 'too_small' && issue.message.startsWith('Too small')) {
    if (issue.origin === 'string' && issue.minimum === 1) return 'This field may not be blank.'
    return tooMuch(issue.origin, `at least ${issue.minimum}`)
  }
  if (issue.code === 'invalid_format' && issue.message.startsWith('Invalid')) return form[issue.format] ?? 'This has not the right form.'
  if (issue.code === 'invalid_union' && issue.message.startsWith('Invalid')) return 'This is none of the forms that the field takes.'
  return undefined
}

/** JSON knows no such number: it was no digits in an address. */
const isNaNGiven = (issue: z.core.$ZodIssue) => 'received' in issue && issue.received === 'NaN'

const tooMuch = (origin: string, bound: string) =>
  origin === 'string' ? `Use ${bound} characters.` : origin === 'array' || origin === 'set' ? `Send ${bound} entries.` : `Use a number of ${bound}.`

const form: Record<string, string> = {
  uuid: 'Use an id such as 019ad0c2-7a3e-7c1d-8f00-3b5f2a9d4e61.',
  datetime: 'Use a time such as 2026-11-21T09:00:00Z.',
  date: 'Use a date such as 2026-11-21.',
}

const article = (type: string) => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`)

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** An id from the path in its one spelling. What is no id names nothing: throws `not_found`. */
export function requireId(text: string, what: string): string {
  if (!uuid.test(text)) throw notFound(what)
  return text.toLowerCase()
}
