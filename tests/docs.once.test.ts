import { expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { limits, sizes } from '#server/http/limits.ts'
import { configurationPage } from '../bin/configuration-page.ts'

const root = resolve(import.meta.dir, '..')
const read = (name: string) => readFileSync(join(root, name), 'utf8')
const pages = ['*.md', 'docs/**/*.md', 'bench/*.md', 'apps/*/README.md'].flatMap((pattern) => [...new Bun.Glob(pattern).scanSync({ cwd: root })])

test('docs/configuration.md is what ./banyan config --markdown prints', () => {
  expect(read('docs/configuration.md')).toBe(configurationPage())
})

test('docs/limits.md repeats the table of limits', () => {
  const page = read('docs/limits.md')
  for (const [name, { count, per, burst }] of Object.entries(limits))
    expect(page).toMatch(new RegExp(`^\\| ${name} \\|[^|]+\\| ${count} per ${per} \\| ${burst} \\|`, 'm'))
  expect(page).toContain(`| JSON body | ${sizes.max_body_bytes / 1024 ** 2} MiB |`)
  expect(page).toContain(`| nesting of JSON | ${sizes.max_json_depth} levels |`)
})

test('every link between pages leads to a file', () => {
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
      .map(([, target = '']) => ({ page, target }))
      .filter(({ target }) => !existsSync(join(root, dirname(page), target))),
  )
  expect(pages.length).toBeGreaterThan(10)
  expect(broken).toEqual([])
})

test('every file that docs/architecture.md names exists', () => {
  const names = [...read('docs/architecture.md').matchAll(/`((?:server|contract|web|bin|apps|tests|docs)\/[\w./-]+\.\w+)`/g)].map(([, name = '']) => name)
  expect(names.length).toBeGreaterThan(20)
  expect(names.filter((name) => !/apps\/x\//.test(name) && !existsSync(join(root, name)))).toEqual([])
})

test('every test that docs/security.md names exists', () => {
  const names = [...read('docs/security.md').matchAll(/`([\w./-]+\.(?:test|spec)\.ts)`/g)].map(([, name = '']) => name)
  expect(new Set(names).size).toBeGreaterThan(40)
  expect(names.filter((name) => !existsSync(join(root, name)) && !existsSync(join(root, 'apps/accounts/tests', name)))).toEqual([])
})

test('the table of ASVS has a proof or a reason in each row, and every requirement of levels 1 and 2 once', () => {
  const rows = [...read('docs/security.md').matchAll(/^\| (\d+\.\d+\.\d+)(?: – (\d+\.\d+\.\d+))? \| ([^|]+) \| ([^|]+) \|$/gm)]
  expect(rows.filter(([, , , asked = '', proof = '']) => asked.trim().length < 8 || proof.trim().length < 8)).toEqual([])
  const last: Record<string, number> = {
    '6.1': 3,
    '6.2': 11,
    '6.3': 4,
    '6.4': 4,
    '6.5': 5,
    '6.6': 3,
    '6.8': 4,
    '7.1': 3,
    '7.2': 4,
    '7.3': 2,
    '7.4': 5,
    '7.5': 2,
    '7.6': 2,
    '9.1': 3,
    '9.2': 4,
    '10.1': 2,
    '10.2': 2,
    '10.5': 5,
  }
  const expected = Object.entries(last).flatMap(([section, count]) => Array.from({ length: count }, (_, i) => `${section}.${i + 1}`))
  const single = rows.filter(([, , to]) => to === undefined).map(([, number]) => number)
  expect(single).toEqual(expected)
})

test('each app says what it is for', () => {
  for (const app of ['accounts', 'chat', 'portal', 'tasks']) expect(read(`apps/${app}/README.md`).split('\n').length).toBeLessThanOrEqual(20)
})
