import { describe, expect, test } from 'bun:test'
import { safeNext } from '../web/next.ts'
import { problemOf } from '../web/problems.ts'
import { en } from '../web/words/en.ts'
import { hi } from '../web/words/hi.ts'

describe('where signing in leads', () => {
  test.each([
    ['/states/kerala', '/states/kerala'],
    ['/compare?states=goa,kerala#top', '/compare?states=goa,kerala#top'],
    ['/hi/profile', '/profile'],
    ['/hi', '/'],
  ])('%s is a page of ours', (asked, to) => expect(safeNext(asked)).toBe(to))

  const hostile = [
    null,
    '',
    'https://evil.example',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/hi//evil.example',
    '/..//evil.example',
    '/login',
    '/hi/signup?next=/login',
    '/verify-otp?next=/',
    '/reset?token=x',
    'states',
    '/\u0000',
  ]
  test.each(hostile)('%p leads home', (asked) => expect(safeNext(asked)).toBe('/'))
})

describe('what a failed call is called', () => {
  const t = (key: string, values?: object) => `${key} ${JSON.stringify(values ?? {})}`
  const error = (more: object) => problemOf(t, { status: 400, message: '', fields: {}, ...more })
  test('a limit says how long to wait', () => {
    expect(error({ status: 429, retry_after: 12 })).toBe('problems.wait {"count":12}')
    expect(error({ status: 429, retry_after: 130 })).toBe('problems.wait_minutes {"count":3}')
  })
  test('a wrong password, a dead network, a known and an unknown sentence', () => {
    expect(error({ status: 401, code: 'bad_credentials' })).toBe('problems.credentials {}')
    expect(error({ status: 0 })).toBe('problems.offline {}')
    expect(error({ message: 'Enter your password.' })).toBe('problems.password_needed {}')
    expect(error({ message: 'Something new.' })).toBe('Something new.')
  })
})

test('Hindi has every sentence of English', () => {
  const keys = (value: object): string[] => Object.entries(value).flatMap(([key, inner]) => (typeof inner === 'string' ? [key] : keys(inner as object)))
  expect(keys(hi)).toEqual(keys(en))
})
