import { type Count, failed, passed } from './report.ts'
import { run, testEnvironment } from './run.ts'

/** A check is one command that must end with 0. */
export interface Check {
  name: string
  command: string[]
  env?: Record<string, string>
}

const bun = process.execPath
const types = (project: string): Check => ({ name: `types, ${project}`, command: [bun, '--bun', 'node_modules/typescript/bin/tsc', '-p', project] })

export const checks: Check[] = [
  { name: 'format and lint', command: [bun, '--bun', 'node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off'] },
  types('tsconfig.server.json'),
  types('tsconfig.web.json'),
  types('tsconfig.json'),
  { name: 'unused code', command: [bun, '--bun', 'node_modules/knip/bin/knip.js', '--no-progress'] },
]

/** Its own process, since Vite reads NODE_ENV once. It keeps the servers of the browser tests from building, several at once. */
export const build = (root: string): Check => ({
  name: 'build',
  command: [bun, '--no-env-file', `${root}/bin/banyan.ts`, 'build'],
  env: { NODE_ENV: 'production' },
})

export async function runCheck(root: string, { name, command, env = {} }: Check, signal: AbortSignal): Promise<Count> {
  const { code, timedOut } = await run(command, { cwd: root, env: testEnvironment(env), signal, minutes: 3 })
  if (code === 0) return passed()
  return failed(timedOut ? `${name}: no end after 3 minutes` : `${name}: ended with code ${code}`)
}
