import { relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build, type Check, checks, runCheck } from './test/checks.ts'
import { install, tools } from './test/install.ts'
import { add, type Count, failed, forbidSkips, nothing, skipped } from './test/report.ts'
import { type Service, startPostgres, startRedis } from './test/services.ts'
import { findSuites, narrow, runBrowser, runUnit, type Suites } from './test/suites.ts'

const usage = `./banyan test [PATH…] [--only checks|sqlite|cluster|e2e] [--cluster] [--no-e2e]
  without arguments: checks, tests on SQLite, the same on PostgreSQL and Redis, web build, browser tests
  PATH               only these test files or folders, on SQLite (with --cluster: on PostgreSQL and Redis too)`

type Part = 'checks' | 'sqlite' | 'cluster' | 'build' | 'e2e'

interface Plan {
  parts: Set<Part>
  suites: Suites
}

/**
 * The whole suite, or a part of it. Prints `N passed, N failed[, N skipped]` last, and returns the exit code: 0 only when something
 * passed and nothing failed. What this machine lacks is a skip with its reason; with `CI=true` a skip is a failure.
 */
export async function runTests(root: string, args: string[]): Promise<number> {
  let plan: Plan
  try {
    plan = makePlan(root, args)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`)
    return 2
  }
  const stop = new AbortController()
  const interrupt = () => stop.abort()
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt).on('SIGHUP', interrupt)
  const total = await runPlan(root, plan, stop.signal)
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt).off('SIGHUP', interrupt)
  return summarise(stop.signal.aborted ? add([total, failed('interrupted')]) : total)
}

function makePlan(root: string, args: string[]): Plan {
  const options = { only: { type: 'string' }, cluster: { type: 'boolean' }, 'no-e2e': { type: 'boolean' } } as const
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const suites = narrow(
    findSuites(root),
    positionals.map((path) => relative(root, resolve(path))),
  )
  const parts = partsFor(values.only, positionals.length > 0, values.cluster ?? false, suites)
  if (values['no-e2e']) parts.delete('build') && parts.delete('e2e')
  return { parts, suites }
}

function partsFor(only: string | undefined, somePaths: boolean, cluster: boolean, suites: Suites): Set<Part> {
  if (only === 'checks') return new Set(['checks', 'build'])
  if (only === 'e2e') return new Set(['build', 'e2e'])
  if (only === 'sqlite' || only === 'cluster') return new Set([only])
  if (only !== undefined) throw new Error(`--only ${only} is not known`)
  if (!somePaths) return new Set(['checks', 'sqlite', 'cluster', 'build', 'e2e'])
  const parts = new Set<Part>()
  if (suites.sqlite.length > 0) parts.add('sqlite')
  if (suites.cluster.length > 0 && cluster) parts.add('cluster')
  if (suites.e2e.length > 0) parts.add('build').add('e2e')
  return parts
}

async function runPlan(root: string, { parts, suites }: Plan, signal: AbortSignal): Promise<Count> {
  const counts: Count[] = []
  const step = async (name: string, work: () => Promise<Count>) => {
    if (!signal.aborted) counts.push(await timed(name, work))
  }
  const check = (one: Check) => step(one.name, () => runCheck(root, one, signal))
  let lacking = new Map<string, string>()
  await step('set-up', async () => {
    lacking = await install(toolsFor(parts), signal)
    // Chromium can still come from its npm package.
    return add([...lacking].filter(([name]) => name !== tools.chromium.name).map(([name, reason]) => skipped(`${name}: ${reason}`)))
  })
  if (parts.has('checks')) for (const one of checks) await check(one)
  if (parts.has('sqlite')) await step('tests on SQLite', () => runUnit(root, suites.sqlite, {}, signal))
  if (parts.has('cluster') && !lacking.has(tools.postgres.name) && !lacking.has(tools.redis.name)) {
    await step('tests on PostgreSQL and Redis', () => withCluster((env) => runUnit(root, suites.cluster, env, signal)))
  }
  if (parts.has('build')) await check(build(root))
  if (parts.has('e2e')) await step('browser tests', () => runBrowser(root, suites.e2e, signal))
  return add(counts)
}

function toolsFor(parts: Set<Part>) {
  const wanted = []
  if (parts.has('cluster')) wanted.push(tools.postgres, tools.redis, tools.nginx)
  if (parts.has('sqlite') || parts.has('cluster')) wanted.push(tools.django)
  if (parts.has('e2e')) wanted.push(tools.chromium)
  return wanted
}

/** Both servers for the time of `work`. They are ended even when this process is killed. */
async function withCluster(work: (env: Record<string, string>) => Promise<Count>): Promise<Count> {
  const started: Service[] = []
  const start = async (service: Promise<Service>) => {
    started.push(await service)
    return started.at(-1)?.url ?? ''
  }
  try {
    const TEST_DATABASE_URL = await start(startPostgres(tools.postgres.find() ?? ''))
    const TEST_REDIS_URL = await start(startRedis(tools.redis.find() ?? ''))
    return await work({ TEST_DATABASE_URL, TEST_REDIS_URL })
  } catch (error) {
    return failed(`PostgreSQL or Redis did not start: ${error instanceof Error ? error.message : error}`)
  } finally {
    await Promise.all(started.map((service) => service.stop()))
  }
}

async function timed(name: string, work: () => Promise<Count>): Promise<Count> {
  console.log(`\n== ${name}`)
  const before = performance.now()
  const count = await work().catch((error: unknown) => failed(`${name}: ${error instanceof Error ? error.message : error}`))
  console.log(`   ${inWords(count)}, ${((performance.now() - before) / 1000).toFixed(1)} s`)
  return { ...count, notes: count.notes.map((note) => (note.startsWith(name) ? note : `${name}: ${note}`)) }
}

function summarise(total: Count): number {
  const count = process.env['CI'] === 'true' ? forbidSkips(total) : total
  console.log('')
  // What failed stands last: of a long log often only the end is kept.
  const skips = (note: string) => /(^|: )skipped: /.test(note)
  for (const note of [...count.notes.filter(skips), ...count.notes.filter((note) => !skips(note))]) console.log(note)
  if (count.failed > total.failed) console.log(`with CI=true ${total.skipped} skipped count as failed`)
  console.log(inWords(count))
  return count.failed === 0 && count.passed > 0 ? 0 : 1
}

const inWords = ({ passed, failed, skipped }: Count = nothing()) => `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
