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

test('each app says what it is for', () => {
  for (const app of ['accounts', 'portal', 'tasks']) expect(read(`apps/${app}/README.md`).split('\n').length).toBeLessThanOrEqual(20)
})
