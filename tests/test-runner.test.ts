import { afterAll, expect, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { countReport, forbidSkips } from '../bin/test/report.ts'
import { testEnvironment } from '../bin/test/run.ts'
import { findSuites, narrow, runUnit } from '../bin/test/suites.ts'

const root = resolve(import.meta.dir, '..')
const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A small tree with test files of the given bodies. */
function treeWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'banyan-runner-'))
  folders.push(folder)
  for (const [file, body] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), file.endsWith('.ts') ? `import { afterAll, expect, jest, spyOn, test } from 'bun:test'\n${body}\n` : body)
  }
  return folder
}

const never = new AbortController().signal
const fine = "test('fine', () => expect(1).toBe(1))"
const runFiles = (files: Record<string, string>) => runUnit(treeWith(files), Object.keys(files), {}, never, true)

const planted: [what: string, body: string, passed: number, failed: number, skipped: number][] = [
  ['a passing test', fine, 1, 0, 0],
  ['a failing test', "test('wrong', () => expect(1).toBe(2))", 0, 1, 0],
  ['a skipped and an unwritten test', `${fine}\ntest.skip('not now', () => {})\ntest.todo('some day')`, 1, 0, 2],
  ['a file that does not load', "import './missing.ts'", 0, 1, 0],
  ['a file that does not parse', 'test(', 0, 1, 0],
  ['a test that ends the process well', "test('ends', () => process.exit(0))\ntest('never runs', () => {})", 0, 1, 0],
  ['a file that ends the process while it loads', 'process.exit(0)', 0, 1, 0],
  ['a file without a test', 'expect(1).toBe(1)', 0, 1, 0],
  ['an error after the tests', `${fine}\nafterAll(() => { throw new Error('late') })`, 1, 1, 0],
  ['an error that nobody awaits', "test('early', () => void Promise.reject(new Error('lost')))", 0, 1, 0],
  ['a file that leaves something changed for the next', `afterAll(() => void (process.env['LEFT'] = 'x'))\n${fine}`, 1, 1, 0],
  ['a file whose spies and clocks are still there', "test('spies', () => { spyOn(Date, 'now').mockReturnValue(1); jest.useFakeTimers() })", 1, 0, 0],
  ['output that looks like a report', `test('prints', () => console.log('<testcase name="x"><failure/></testcase>'))`, 1, 0, 0],
]

test.each(planted)(
  'alone, %s',
  async (_, body, passed, failed, skipped) => {
    expect(await runFiles({ 'tests/planted.test.ts': body })).toMatchObject({ passed, failed, skipped })
  },
  30_000,
)

test('together, each planted failure is counted and hides no other test', async () => {
  const files: Record<string, string> = {}
  for (const [index, [, body]] of planted.entries()) files[`tests/planted-${index}.test.ts`] = body
  const sum = (column: 2 | 3 | 4) => planted.reduce((total, row) => total + row[column], 0)
  expect(await runFiles(files)).toMatchObject({ passed: sum(2), failed: sum(3), skipped: sum(4) })
}, 30_000)

test('a suite without a file is a failure', async () => {
  expect(await runFiles({})).toMatchObject({ passed: 0, failed: 1 })
})

test('a bad exit code that no test explains is a failure', () => {
  const report = '<testsuites><testsuite name="a.test.ts"><testcase name="x" /></testsuite></testsuites>'
  expect(countReport(report, ['a.test.ts'], 0)).toMatchObject({ passed: 1, failed: 0 })
  expect(countReport(report, ['a.test.ts'], 1)).toMatchObject({ passed: 1, failed: 1 })
})

test('reads a report of Playwright: errors, skips, printed reports, describe blocks named like files', () => {
  const report = `<testsuites><testsuite name="home.spec.ts" tests="4">
    <testcase name="a &gt; b" classname="home.spec.ts"><system-out><![CDATA[<testcase name="fake"><failure/></testcase>]]></system-out></testcase>
    <testcase name="slow"><error message="Timeout"><![CDATA[over]]></error></testcase>
    <testcase name="later"><properties><property name="skip" value=""></property></properties><skipped></skipped></testcase>
    <testsuite name="other.spec.ts"><testcase name="inner"></testcase></testsuite>
  </testsuite></testsuites>`
  const count = countReport(report, ['home.spec.ts', 'other.spec.ts'], 1)
  expect(count).toMatchObject({ passed: 2, failed: 2, skipped: 1 })
  expect(count.notes).toEqual([
    'failed: home.spec.ts: slow',
    'skipped: home.spec.ts: later',
    'other.spec.ts: no result (it did not load, it ended the process, or it holds no test)',
  ])
})

test('what failed is told by name above the last line, one line for each test', async () => {
  const tree = treeWith({
    'tests/a.test.ts': "test('two &\\n <lines>', () => expect(1).toBe(2))\ntest('the second', () => expect(1).toBe(2))",
    'tests/b.test.ts': "import './missing.ts'",
    'tests/c.test.ts': "test.skip('not now', () => {})",
  })
  const { code, lines } = await outcome(startRunner(tree, ['--only', 'sqlite']))
  expect(code).toBe(1)
  expect(lines.slice(-5)).toEqual([
    'tests on SQLite: skipped: tests/c.test.ts: not now',
    'tests on SQLite: failed: tests/a.test.ts: two & <lines>',
    'tests on SQLite: failed: tests/a.test.ts: the second',
    'tests on SQLite: tests/b.test.ts: no result (it did not load, it ended the process, or it holds no test)',
    '0 passed, 3 failed, 1 skipped',
  ])
}, 30_000)

test('what failed among others is tried once more by itself, and what passes only then is told', async () => {
  const flaky = (mark: string) => `import { existsSync, writeFileSync } from 'node:fs'
${fine}
test('now and then', () => {
  const again = existsSync(${JSON.stringify(mark)})
  writeFileSync(${JSON.stringify(mark)}, '')
  expect(again).toBe(true)
})`
  const marks = join(treeWith({}), 'mark')
  const wrong = "test('wrong', () => expect(1).toBe(2))"
  const both = await runFiles({ 'tests/a.test.ts': fine, 'tests/b.test.ts': flaky(`${marks}-b`), 'tests/c.test.ts': wrong })
  expect(both).toEqual({
    passed: 3,
    failed: 1,
    skipped: 0,
    notes: ['only at the second try: failed: tests/b.test.ts: now and then', 'failed: tests/c.test.ts: wrong'],
  })
  expect(await runFiles({ 'tests/b.test.ts': flaky(`${marks}-alone`) })).toMatchObject({ passed: 1, failed: 1 })
  const many = Object.fromEntries([1, 2, 3, 4].map((n) => [`tests/${n}.test.ts`, flaky(`${marks}-${n}`)]))
  expect(await runFiles(many)).toMatchObject({ passed: 4, failed: 4 })
}, 30_000)

test('where skips are forbidden they are failures', () => {
  expect(forbidSkips({ passed: 3, failed: 1, skipped: 2, notes: [] })).toEqual({ passed: 3, failed: 3, skipped: 0, notes: [] })
})

test('finds test files by their place, and those without a database', () => {
  const places = [
    'tests/a.test.ts',
    'tests/kernel/b.test.ts',
    'apps/figs/tests/c.test.tsx',
    'apps/figs/tests/d.web.test.ts',
    'server/db/e.test.ts',
    'tests/e2e/f.spec.ts',
  ]
  const suites = findSuites(treeWith(Object.fromEntries(['bin/x.test.ts', 'tests/helper.ts', ...places].map((file) => [file, fine]))))
  expect(suites.sqlite).toEqual(
    ['tests/a.test.ts', 'tests/kernel/b.test.ts', 'apps/figs/tests/c.test.tsx', 'apps/figs/tests/d.web.test.ts', 'server/db/e.test.ts'].sort(),
  )
  expect(suites.cluster).not.toContain('apps/figs/tests/d.web.test.ts')
  expect(suites.cluster).toHaveLength(4)
  expect(suites.e2e).toEqual(['tests/e2e/f.spec.ts'])
  expect(narrow(suites, ['tests/kernel/', 'tests/e2e/f.spec.ts'])).toEqual({
    sqlite: ['tests/kernel/b.test.ts'],
    cluster: ['tests/kernel/b.test.ts'],
    e2e: ['tests/e2e/f.spec.ts'],
  })
  expect(() => narrow(suites, ['tests/a'])).toThrow('no test file at tests/a')
})

test('tests see no settings of the shell', () => {
  process.env['DATABASE_URL'] = 'postgres://production'
  const env = testEnvironment({ TEST_DATABASE_URL: 'x' })
  delete process.env['DATABASE_URL']
  expect(env).not.toHaveProperty('DATABASE_URL')
  expect(env).toMatchObject({ NODE_ENV: 'test', BANYAN_ENV: 'testing', TEST_DATABASE_URL: 'x' })
})

/** `./banyan test` on another tree, as a process. */
function startRunner(tree: string, args: string[], env: Record<string, string> = {}) {
  const script = `process.exit(await (await import(${JSON.stringify(join(root, 'bin/test.ts'))})).runTests(${JSON.stringify(tree)}, ${JSON.stringify(args)}))`
  return Bun.spawn([process.execPath, '--no-env-file', '-e', script], { cwd: tree, env: testEnvironment({ CI: '', ...env }), stdout: 'pipe', stderr: 'pipe' })
}

async function outcome(runner: ReturnType<typeof startRunner>) {
  const [output, code] = await Promise.all([new Response(runner.stdout).text(), runner.exited])
  const lines = output.trimEnd().split('\n')
  return { code, lines, last: lines.at(-1) }
}

test('the last line counts, and the exit code agrees', async () => {
  const tree = treeWith({ 'tests/a.test.ts': fine, 'tests/b.test.ts': `${fine}\ntest.skip('not now', () => {})`, 'tests/c.test.ts': 'process.exit(0)' })
  const [some, skips, strict, all, unknown] = await Promise.all([
    outcome(startRunner(tree, ['tests/a.test.ts'])),
    outcome(startRunner(tree, ['tests/b.test.ts'])),
    outcome(startRunner(tree, ['tests/b.test.ts'], { CI: 'true' })),
    outcome(startRunner(tree, ['--only', 'sqlite'])),
    outcome(startRunner(tree, ['tests/none.test.ts'])),
  ])
  expect(some).toMatchObject({ code: 0, last: '1 passed, 0 failed' })
  expect(skips).toMatchObject({ code: 0, last: '1 passed, 0 failed, 1 skipped' })
  expect(strict).toMatchObject({ code: 1, last: '1 passed, 1 failed' })
  expect(all).toMatchObject({ code: 1, last: '2 passed, 1 failed, 1 skipped' })
  expect(unknown.code).toBe(2)
}, 30_000)

test('asked to end, it ends what it started and says so', async () => {
  const mark = join(treeWith({}), 'pid')
  const body = `test('hangs', async () => {
  const child = Bun.spawn(['sleep', '60'])
  await Bun.write(${JSON.stringify(mark)}, String(child.pid))
  await child.exited
}, 60_000)`
  const runner = startRunner(treeWith({ 'tests/hangs.test.ts': body }), ['--only', 'sqlite'])
  while (!existsSync(mark)) await Bun.sleep(20)
  await Bun.sleep(50)
  runner.kill('SIGTERM')
  const { code, last } = await outcome(runner)
  expect(code).toBe(1)
  expect(last).toMatch(/^0 passed, [12] failed$/)
  expect(isRunning(Number(await Bun.file(mark).text()))).toBe(false)
}, 30_000)

/** A process that has ended counts as gone even while init has not collected it. */
function isRunning(pid: number): boolean {
  const { stdout } = Bun.spawnSync(['ps', '-o', 'stat=', '-p', String(pid)])
  return /^[^Z]/.test(stdout.toString().trim())
}

// Where the suite runs on PostgreSQL and Redis, the runner can start them.
if (process.env['TEST_DATABASE_URL']) {
  test('its servers end even when it is killed', async () => {
    const script = `const { startPostgres, startRedis } = await import(${JSON.stringify(join(root, 'bin/test/services.ts'))})
const { tools } = await import(${JSON.stringify(join(root, 'bin/test/install.ts'))})
const all = await Promise.all([startPostgres(tools.postgres.find()), startRedis(tools.redis.find())])
console.log(JSON.stringify(all.map(({ url }) => Number(new URL(url).port))))
await Bun.sleep(60_000)`
    const runner = Bun.spawn([process.execPath, '--no-env-file', '-e', script], { stdout: 'pipe' })
    const { value } = await runner.stdout.getReader().read()
    const ports = JSON.parse(new TextDecoder().decode(value)) as number[]
    expect(await Promise.all(ports.map(answers))).toEqual([true, true])
    runner.kill('SIGKILL')
    for (let tries = 0; tries < 100 && (await Promise.all(ports.map(answers))).includes(true); tries++) await Bun.sleep(100)
    expect(await Promise.all(ports.map(answers))).toEqual([false, false])
  }, 60_000)
}

async function answers(port: number): Promise<boolean> {
  const open = Bun.connect({ hostname: '127.0.0.1', port, socket: { data() {} } })
  return open
    .then((socket) => void socket.end())
    .then(
      () => true,
      () => false,
    )
}
