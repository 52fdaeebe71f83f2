import { expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { limits, sizes } from '#server/http/limits.ts'
import { healthRoutes } from '#server/observe/health.ts'
import { apps } from '../apps/server.ts'
import { benchNames } from '../bench/run.ts'
import { configurationPage } from '../bin/configuration-page.ts'
import { verbs } from '../bin/verbs.ts'

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

const files = [...new Bun.Glob('**/*').scanSync({ cwd: root, onlyFiles: true, dot: true })].filter(
  (file) => !/(^|\/)(node_modules|\.git)\/|^(data|dist)\//.test(file),
)
/** What each page says between backticks or in blocks of code. */
const said = pages.map((page) => ({ page, code: [...read(page).matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(([text]) => text) }))
const saidLike = (pattern: RegExp) =>
  said.flatMap(({ page, code }) => code.flatMap((text) => [...text.matchAll(pattern)].map(([, first = '', second = '']) => ({ page, first, second }))))

test('every verb of ./banyan that a page names is one, and every benchmark', () => {
  const named = saidLike(/\.\/banyan ([a-z]+)(?: ([a-z][\w-]*))?/g)
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter(({ first }) => !(first in verbs))).toEqual([])
  expect(named.filter(({ first, second }) => first === 'bench' && second !== '' && !benchNames().includes(second))).toEqual([])
})

test('every setting that a page names is read somewhere', () => {
  /** Names of the operating system, of a form that other names have, and what is put together from parts. */
  const others = ['SCHED_IDLE', 'CAP_SYS_NICE', 'NAME_FILE', 'BENCH_FEW_URL', 'BENCH_MANY_URL']
  const settings = [...configurationPage().matchAll(/^\| `(\w+)`/gm)].map(([, name = '']) => name)
  const sources = files.filter(
    (file) => /^(bin|bench|tests|tools)\/.*\.ts$|^(banyan|\.ci\/run|playwright\.config\.ts)$/.test(file) && file !== 'tests/docs.once.test.ts',
  )
  const source = sources.map(read).join('\n')
  const isRead = (name: string) => settings.includes(name.replace(/_FILE$/, '')) || new RegExp(`\\b${name}\\b`).test(source)
  const named = saidLike(/(?<![\w.])([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)(?!\w)/g)
  expect(settings.length).toBeGreaterThan(30)
  expect(named.length).toBeGreaterThan(40)
  expect(named.filter(({ first }) => !others.includes(first) && !isRead(first))).toEqual([])
})

test('every address of the API that a page names is one', () => {
  const endpoints = [...healthRoutes.all, ...apps.flatMap((app) => app.routes?.all ?? [])].map(({ endpoint }) => endpoint)
  const rest = [
    '/api/openapi.json',
    '/api/asyncapi.json',
    '/api/docs',
    '/api/v1/docs',
    '/ws',
    '/ws/chat/ROOM',
    '/data',
    '/.well-known/openid-configuration',
    '/api/notes',
  ]
  const same = (path: string, said: string) => new RegExp(`^${path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`).test(said)
  const named = saidLike(/(?:(GET|POST|PUT|PATCH|DELETE) )?(?<![\w.:/-])(\/(?:api|auth|data|feeds|ws|\.well-known)(?:\/[\w.:{}-]*)*)(?![\w/])/g)
  expect(named.length).toBeGreaterThan(20)
  const wrong = named.filter(({ first, second }) => {
    const path = second.replace(/\/$/, '')
    return !rest.includes(path) && !endpoints.some((one) => (first === '' || one.method === first) && same(one.path, path))
  })
  expect(wrong).toEqual([])
})

test('every file and folder that a page names is there', () => {
  const named = saidLike(/^`([\w@.-]+\/(?:[\w@.-]+\/)*[\w@.-]*|[\w@-]+\.(?:once\.|web\.)?(?:test|spec)\.ts)`$/g)
  const isThere = (name: string) => files.some((file) => `/${file}`.endsWith(`/${name}`) || `/${file}`.includes(`/${name.replace(/\/$/, '')}/`))
  // Such as whoever adds an app is about to make, what is built, and what a site keeps.
  const to_be = /(^|\/)(x|recipes?)\/|recipes|^(dist|data|media)\/|^(text|image|application|video)\/|DATA_DIR/
  expect(named.length).toBeGreaterThan(100)
  expect(named.filter(({ first }) => !to_be.test(first) && !isThere(first))).toEqual([])
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
