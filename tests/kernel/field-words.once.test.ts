import { expect, test } from 'bun:test'
import { z } from 'zod'
import { pageQuery } from '#contract/page.ts'
import { Problem } from '#contract/problem.ts'
import { check } from '#server/http/parse.ts'

/** What is said of a value: by field, and in the one sentence of doors that have no fields. */
function said(schema: z.ZodType, value: unknown): [fields: unknown, sentence: string] {
  try {
    throw new Error(`taken: ${JSON.stringify(check(schema, value))}`)
  } catch (error) {
    if (error instanceof Problem) return [error.details.fields, error.message]
    throw error
  }
}

const schema = z.strictObject({
  name: z.string().min(3, 'Use at least 3 characters.').optional(),
  kind: z.enum(['state', 'union territory']).optional(),
  count: z.int().optional(),
  on: z.boolean().optional(),
  ids: z.array(z.string()).min(1).optional(),
  code: z
    .string()
    .transform((text) => text.trim())
    .pipe(z.string().regex(/^\d{6}$/, 'Enter the six digits.'))
    .optional(),
})
const needs = z.strictObject({ name: z.string(), kind: z.enum(['state', 'union territory']) })

test('what is missing is required, and what is there but of another type is told which it should be', () => {
  const required = ['This field is required.']
  expect(said(needs, {})).toEqual([{ name: required, kind: required }, 'name: This field is required.'])
  expect(said(schema, { name: 5 })).toEqual([{ name: ['Expected a string.'] }, 'name: Expected a string.'])
  expect(said(schema, { name: null })).toEqual([{ name: ['Expected a string.'] }, 'name: Expected a string.'])
  expect(said(schema, { code: 123456 })).toEqual([{ code: ['Expected a string.'] }, 'code: Expected a string.'])
  expect(said(schema, { count: '7' })).toEqual([{ count: ['Expected a number.'] }, 'count: Expected a number.'])
  expect(said(schema, { count: 1.5 })).toEqual([{ count: ['Use a whole number.'] }, 'count: Use a whole number.'])
  expect(said(schema, { on: 'yes' })).toEqual([{ on: ['Expected a boolean.'] }, 'on: Expected a boolean.'])
  expect(said(schema, { ids: {} })).toEqual([{ ids: ['Expected an array.'] }, 'ids: Expected an array.'])
  expect(said(schema, { ids: ['a', 1] })).toEqual([{ 'ids.1': ['Expected a string.'] }, 'ids.1: Expected a string.'])
  expect(said(schema, { kind: 'district' })).toEqual([{ kind: ['Use one of: state, union territory.'] }, 'kind: Use one of: state, union territory.'])
  for (const body of [[], 'x', 5, null]) expect(said(schema, body)).toEqual([{ non_field_errors: ['Expected an object.'] }, 'Expected an object.'])
  for (const limit of ['many', 'NaN', '1,5'])
    expect(said(z.object(pageQuery), { limit })).toEqual([{ limit: ['Use a whole number.'] }, 'limit: Use a whole number.'])
  expect(said(z.object(pageQuery), { limit: '1.5' })[1]).toBe('limit: Use a whole number.')
})

test('one sentence names the field, unless its own words say what is meant', () => {
  expect(said(schema, { name: 'x' })).toEqual([{ name: ['Use at least 3 characters.'] }, 'Use at least 3 characters.'])
  expect(said(schema, { code: 'x' })[1]).toBe('Enter the six digits.')
  expect(said(schema, { role: 'admin' })).toEqual([{ role: ['Unknown field.'] }, 'role: Unknown field.'])
  expect(said(z.strictObject({ inner: z.strictObject({}) }), { inner: { role: 1 } })).toEqual([
    { 'inner.role': ['Unknown field.'] },
    'inner.role: Unknown field.',
  ])
  expect(said(schema, { ids: [] })[1]).toBe('ids: Send at least 1 entries.')
})
