import { existsSync } from 'node:fs'
import { run, testEnvironment } from './run.ts'

/** A program that tests need and Debian has. */
export interface Tool {
  name: string
  packages: string[]
  find(): string | undefined
}

const has = (...paths: string[]) => paths.find((path) => existsSync(path))
const which = (name: string) => Bun.which(name, { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` }) ?? undefined

/** The folder that holds `initdb` and `postgres`: Debian keeps them off the PATH, by version. */
export function findPostgres(): string | undefined {
  const onPath = which('initdb')
  if (onPath && which('postgres')) return onPath.slice(0, -'/initdb'.length)
  const byVersion = [...new Bun.Glob('*/bin/initdb').scanSync({ cwd: has('/usr/lib/postgresql') ?? '/nonexistent', throwErrorOnBrokenSymlink: false })]
  const newest = byVersion.sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))[0]
  return newest && `/usr/lib/postgresql/${newest.slice(0, -'/initdb'.length)}`
}

/** A Python that has Django, its driver for PostgreSQL and its hashers; the first on the PATH may be another than Debian's. */
export function findDjango(): string | undefined {
  const pythons = [which('python3'), has('/usr/bin/python3')].filter((path) => path !== undefined)
  return pythons.find((python) => Bun.spawnSync([python, '-c', 'import django, psycopg2, argon2, bcrypt'], { stdout: 'ignore', stderr: 'ignore' }).success)
}

export const tools = {
  postgres: { name: 'PostgreSQL', packages: ['postgresql'], find: findPostgres },
  redis: { name: 'Redis', packages: ['redis-server'], find: () => which('redis-server') },
  nginx: { name: 'nginx', packages: ['nginx-light'], find: () => which('nginx') },
  django: { name: 'Django', packages: ['python3-django', 'python3-psycopg2', 'python3-argon2', 'python3-bcrypt'], find: findDjango },
  chromium: { name: 'Chromium', packages: ['chromium'], find: () => has(process.env['CHROME_PATH'] ?? '', '/usr/bin/chromium', '/usr/bin/google-chrome') },
} satisfies Record<string, Tool>

/** Installs what is missing with apt-get, as root. Returns why a tool can't be had, by its name; a failure here never stops the run. */
export async function install(wanted: Tool[], signal: AbortSignal): Promise<Map<string, string>> {
  const lacking = new Map<string, string>()
  const missing = wanted.filter((tool) => !tool.find())
  const obstacle = missing.length > 0 ? whyNoApt() : undefined
  if (missing.length > 0 && !obstacle) await aptGet(['update'], signal)
  // One by one: what one archive lacks does not keep the others away.
  for (const { name, packages, find } of missing) {
    const reason = obstacle ?? (await aptInstall(packages, signal))
    if (!find()) lacking.set(name, reason ?? 'apt-get installed it, but it can not be found')
  }
  return lacking
}

function whyNoApt(): string | undefined {
  if (!which('apt-get')) return 'not installed, and there is no apt-get'
  if (process.getuid?.() !== 0) return 'not installed, and only root may run apt-get install'
  return undefined
}

async function aptInstall(packages: string[], signal: AbortSignal): Promise<string | undefined> {
  console.log(`installing ${packages.join(' ')} with apt-get`)
  const { code, output } = await aptGet(['install', '--no-install-recommends', ...packages], signal)
  return code === 0 ? undefined : `apt-get install ${packages.join(' ')} failed: ${lastLine(output) || `code ${code}`}`
}

function aptGet(words: string[], signal: AbortSignal) {
  // RUNLEVEL=1 keeps the packages from starting services; the tests start their own, on free ports.
  const env = { ...testEnvironment(), DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  return run(['apt-get', '-q', '-y', '-o', 'DPkg::Lock::Timeout=120', ...words], { cwd: '/', env, signal, quiet: true, minutes: 4 })
}

const lastLine = (text: string) => text.trim().split('\n').at(-1)?.trim() ?? ''
