import { afterAll, beforeAll, expect, test } from 'bun:test'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dir, '..')
const kept = ['contract', 'server', 'web', 'apps', 'bin', 'package.json', 'bunfig.toml', 'tsconfig.base.json', 'tsconfig.server.json', 'tsconfig.web.json']
const copy = mkdtempSync(join(tmpdir(), 'banyan-new-app-'))

async function run(...command: string[]): Promise<{ code: number; output: string }> {
  const child = Bun.spawn(command, { cwd: copy, stdout: 'pipe', stderr: 'pipe', env: { ...process.env, NODE_ENV: 'test' } })
  const [out, err, code] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text(), child.exited])
  return { code, output: out + err }
}

const banyan = (...args: string[]) => run(process.execPath, '--no-env-file', join(copy, 'bin/banyan.ts'), ...args)

beforeAll(() => {
  for (const name of kept) cpSync(join(root, name), join(copy, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

test('a new app is in both lists, in the API, has the right types, and its own tests pass', async () => {
  const made = await banyan('new', 'app', 'recipes')
  expect(made.output).toContain('apps/recipes is ready')
  expect(made.code).toBe(0)
  expect(readFileSync(join(copy, 'apps/server.ts'), 'utf8')).toMatch(/import \{ recipes \}[\s\S]+, recipes\]/)
  expect(readFileSync(join(copy, 'apps/web.ts'), 'utf8')).toMatch(/import \{ recipes \}[\s\S]+, recipes\]/)
  expect((await banyan('routes')).output).toMatch(/POST {3}\/api\/recipes +user +recipes\.add_recipe/)

  const tests = await run(process.execPath, 'test', 'apps/recipes/tests')
  expect(tests.output).toContain(' 0 fail')
  expect(tests.output).toMatch(/\b5 pass/)
  expect(tests.code).toBe(0)
  for (const half of ['server', 'web']) {
    // What the lists lead to is read too; tests of other apps and templates are not, which a new app does not change.
    const include = [`apps/${half}.ts`, 'apps/recipes/contract.ts', `apps/recipes/${half}`, ...(half === 'server' ? ['apps/recipes/tests'] : ['web'])]
    const project = { extends: `./tsconfig.${half}.json`, include, compilerOptions: { incremental: false, tsBuildInfoFile: null } }
    writeFileSync(join(copy, `new-${half}.json`), JSON.stringify(project))
    const types = await run(process.execPath, '--bun', join(root, 'node_modules/typescript/bin/tsc'), '-p', join(copy, `new-${half}.json`))
    expect(types.output).toBe('')
  }
}, 120_000)

test('a name that is taken, is no plural noun, or is missing is refused and changes nothing', async () => {
  const before = readFileSync(join(copy, 'apps/server.ts'), 'utf8')
  for (const name of ['accounts', 'Recipe', 'glass', '../evils', 'x']) {
    const { code, output } = await banyan('new', 'app', name)
    expect(code).toBe(2)
    expect(output).toMatch(/already|plural noun/)
  }
  expect((await banyan('new', 'app')).code).toBe(2)
  expect(readFileSync(join(copy, 'apps/server.ts'), 'utf8')).toBe(before)
})
