import { expect, test } from 'bun:test'
import { resolve } from 'node:path'
import { testEnvironment } from '../../bin/test/run.ts'

const root = resolve(import.meta.dir, '../..')

/** The packages whose files are loaded when the start has been, and how many files that is. */
async function loadedByStart(): Promise<{ packages: string[]; files: number }> {
  const script = `await import(${JSON.stringify(`${root}/bin/start.ts`)}); console.log(JSON.stringify(Object.keys(require.cache)))`
  const child = Bun.spawn([process.execPath, '--no-env-file', '-e', script], { cwd: root, env: testEnvironment(), stdout: 'pipe' })
  const files = JSON.parse(await new Response(child.stdout).text()) as string[]
  const names = files.map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]).filter((name) => name !== undefined)
  return { packages: [...new Set(names)].sort(), files: files.length }
}

// A start that loads what only some requests need answers its first one late: each package here costs milliseconds, and people wait for it.
test('a start loads no package that only some requests need', async () => {
  const { packages, files } = await loadedByStart()
  expect(files).toBeGreaterThan(300)
  // Those of pino come with it.
  const pinos = [
    '@pinojs/redact',
    'atomic-sleep',
    'on-exit-leak-free',
    'pino-std-serializers',
    'quick-format-unescaped',
    'safe-stable-stringify',
    'sonic-boom',
    'thread-stream',
  ]
  expect(packages).toEqual(['bowser', 'croner', 'hono', 'kysely', 'pino', 'zod', ...pinos].sort())
})
