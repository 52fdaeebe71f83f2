import { rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { runFolder } from './folder.ts'
import { add, type Count, countFiles, countReport, failed } from './report.ts'
import { run, testEnvironment } from './run.ts'

/** Test files by what they need. All paths are relative to the root, with `/`. */
export interface Suites {
  sqlite: string[]
  cluster: string[]
  e2e: string[]
}

const once = /\.(web|once)\.test\.tsx?$/
/** Seconds of what takes longer than a few. */
const slow: Record<string, number> = {
  'tests/durability.test.ts': 40,
  'tests/bad-input.test.ts': 30,
  'tests/new-app.once.test.ts': 30,
  'apps/tasks/tests/exchange.test.ts': 30,
  'tests/import-django.test.ts': 30,
  'tests/faults.test.ts': 20,
  'tests/chat-outage.test.ts': 20,
  'apps/accounts/tests/user-command.test.ts': 15,
  'tests/rotate-keys.once.test.ts': 10,
  'apps/accounts/tests/hostile-issuer.test.ts': 10,
}
const unitFiles = ['tests/**/*.test.ts', 'apps/*/tests/**/*.test.{ts,tsx}', 'server/**/*.test.ts']
const browserFiles = ['tests/e2e/**/*.spec.ts']

/** Every test file of the tree. `.web.test.ts` (it may import the browser's half) and `.once.test.ts` come out the same on every database, so once is enough. */
export function findSuites(root: string): Suites {
  const list = (globs: string[]) => globs.flatMap((glob) => [...new Bun.Glob(glob).scanSync({ cwd: root })]).sort()
  const unit = list(unitFiles)
  return { sqlite: unit, cluster: unit.filter((file) => !once.test(file)), e2e: list(browserFiles) }
}

/** Only the files named, or those in the folders named; a name that fits nothing is an error. */
export function narrow(suites: Suites, paths: string[]): Suites {
  if (paths.length === 0) return suites
  const fits = (path: string) => (file: string) => file === path || path === '' || file.startsWith(`${path.replace(/\/$/, '')}/`)
  for (const path of paths) {
    if (![...suites.sqlite, ...suites.e2e].some(fits(path))) throw new Error(`no test file at ${path}`)
  }
  const keep = (files: string[]) => files.filter((file) => paths.some((path) => fits(path)(file)))
  return { sqlite: keep(suites.sqlite), cluster: keep(suites.cluster), e2e: keep(suites.e2e) }
}

/** Two at least: with one worker, a test that calls `process.exit` ends the whole run. */
const cores = Math.min(8, Math.max(2, availableParallelism()))
/** More than these failing at once are no accident, and a second try would only take time. */
const most_tried_again = 3

/**
 * `bun test` in parallel. Files that come out the same on every database mostly look at one module, often one of the browser's, which looks at its globals
 * when it is loaded: each of them has a world of its own. All others stand on the server, and share one a worker: loading it anew for each is half of their work.
 */
export async function runUnit(root: string, files: string[], env: Record<string, string>, signal: AbortSignal, quiet = false): Promise<Count> {
  // A worker waits a third of its time, for clocks and for servers; on PostgreSQL those are the database's own processes, which want the cores as well.
  const workers = env['TEST_DATABASE_URL'] ? cores : cores + 1
  const runFiles = async (some: string[]): Promise<Result> => {
    const groups = Object.values(Object.groupBy(some, (file) => (once.test(file) ? 'own' : 'shared')))
    const results: Result[] = []
    for (const group of groups.length > 0 ? groups : [[]]) {
      const command = (report: string) => unitCommand(group, report, workers)
      results.push(await runSuite(root, group, command, () => env, signal, quiet))
    }
    return { count: add(results.map(({ count }) => count)), failing: new Map(results.flatMap(({ failing }) => [...failing])) }
  }
  const first = await runFiles(files)
  return files.length > 1 ? withSecondTry(first, runFiles, signal) : first.count
}

async function unitCommand(files: string[], report: string, workers: number): Promise<string[]> {
  const timings = `${report}.timings.json`
  // The slowest first, so that no worker begins with one when the others are done. Bun wants a time for each.
  await writeFile(timings, JSON.stringify({ version: 1, files: Object.fromEntries(files.map((file) => [file, 1000 * (slow[file] ?? 1)])) }))
  const world = files.some((file) => once.test(file))
    ? [`--preload=${join(import.meta.dir, '../../server/testing-hashes.ts')}`]
    : ['--no-isolate', `--preload=${join(import.meta.dir, 'shared-world.ts')}`]
  return [
    ...[process.execPath, '--no-env-file', 'test', '--only-failures', '--timeout=20000', `--parallel=${workers}`, `--timings=${timings}`, ...world],
    ...['--reporter=junit', `--reporter-outfile=${report}`],
    ...files.map((file) => `./${file}`),
  ]
}

/**
 * As the browser tests have it: a file that failed while others kept the cores busy is run again by itself. What passes only then is told by
 * name at the end of the run, since a test that needs it is a fault to be found, in the product or in the test.
 */
async function withSecondTry({ count, failing }: Result, runFiles: (files: string[]) => Promise<Result>, signal: AbortSignal): Promise<Count> {
  if (failing.size === 0 || failing.size > most_tried_again || signal.aborted) return count
  const second = await runFiles([...failing.keys()])
  const first = add([...failing.values()])
  const rest = { ...count, passed: count.passed - first.passed, failed: count.failed - first.failed, skipped: count.skipped - first.skipped }
  const notes = count.notes.filter((note) => !first.notes.includes(note))
  const flaky = first.notes.filter((note) => !note.startsWith('skipped: ') && !second.count.notes.includes(note))
  return add([{ ...rest, notes: [...notes, ...flaky.map((note) => `only at the second try: ${note}`)] }, second.count])
}

/** Playwright under Bun; its report names files from its `testDir`. */
export async function runBrowser(root: string, files: string[], signal: AbortSignal): Promise<Count> {
  const expected = files.map((file) => file.slice('tests/e2e/'.length))
  const command = () => [process.execPath, '--bun', '--no-env-file', 'node_modules/@playwright/test/cli.js', 'test', ...files]
  return (await runSuite(root, expected, command, (report) => ({ PLAYWRIGHT_JUNIT: report }), signal)).count
}

interface Result {
  count: Count
  /** Files with a failure, and what each came to. */
  failing: Map<string, Count>
}

async function runSuite(
  root: string,
  expected: string[],
  command: (report: string) => string[] | Promise<string[]>,
  env: (report: string) => Record<string, string>,
  signal: AbortSignal,
  quiet = false,
): Promise<Result> {
  // Without a name both runners would run whatever they find.
  if (expected.length === 0) return { count: failed('no test file to run'), failing: new Map() }
  const folder = await runFolder()
  const report = join(folder, 'report.xml')
  try {
    // What tests put into the temporary folder goes away with it, also when they are ended half-way.
    const { code, timedOut } = await run(await command(report), {
      cwd: root,
      env: testEnvironment({ TMPDIR: folder, ...env(report) }),
      signal,
      minutes: 25,
      quiet,
    })
    const file = Bun.file(report)
    const xml = (await file.exists()) ? await file.text() : ''
    const failing = new Map([...countFiles(xml, expected)].filter(([, { failed }]) => failed > 0))
    const count = countReport(xml, expected, code)
    return timedOut ? { count: add([count, failed('no end after 25 minutes')]), failing: new Map() } : { count, failing }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
