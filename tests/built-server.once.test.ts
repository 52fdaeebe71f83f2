import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { buildServer } from '../bin/build-server.ts'

const root = resolve(import.meta.dir, '..')
// Where packages are found from.
mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
const place = mkdtempSync(join(root, 'node_modules/.cache/built-server-'))
const folder = join(place, 'server')

beforeAll(() => buildServer(root, 'stamp', folder))
afterAll(() => rmSync(place, { recursive: true, force: true }))

test('a built server is one file with its bytecode, in a folder that others may read', () => {
  expect(readFileSync(join(folder, '.stamp'), 'utf8')).toBe('stamp')
  expect(statSync(join(folder, 'start.js.jsc')).size).toBeGreaterThan(1_000_000)
  expect(statSync(folder).mode & 0o777).toBe(0o755)
})

test('building it again replaces it', async () => {
  await buildServer(root, 'another', folder)
  expect(readFileSync(join(folder, '.stamp'), 'utf8')).toBe('another')
})

// A package that is an ES module arrives whole where CommonJS code asks for what it exports by default: such a package has to be inside.
test('what packages outside export by default is what the server gets', () => {
  const require = createRequire(join(folder, 'start.js'))
  const asked = [...readFileSync(join(folder, 'start.js'), 'utf8').matchAll(/__toESM\(require\("([^"]+)"\), 1\)/g)].map(([, name]) => name ?? '')
  expect(asked).toContain('markdown-it')
  expect(asked.filter((name) => Object.prototype.toString.call(require(name)) === '[object Module]')).toEqual([])
})

test('there is one React and one Kysely', () => {
  const text = readFileSync(join(folder, 'start.js'), 'utf8')
  expect(text.match(/react\.production\.js/g) ?? []).toEqual([])
  expect(text.match(/require\("kysely/g) ?? []).toEqual([])
  expect(text.match(/class KyselyProps\b|var Kysely = class|class Kysely extends/g)?.length).toBe(1)
})

test('whoever builds it, with whatever NODE_ENV, its pages are those of production', () => {
  const other = join(place, 'development')
  const script = `await (await import('./bin/build-server.ts')).buildServer(${JSON.stringify(root)}, 'stamp', ${JSON.stringify(other)})`
  const env = { PATH: process.env['PATH'] ?? '', NODE_ENV: 'development' }
  const { exitCode } = Bun.spawnSync([process.execPath, '--no-env-file', '-e', script], { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] })
  expect(exitCode).toBe(0)
  const text = readFileSync(join(other, 'start.js'), 'utf8')
  expect(text).toContain('react/jsx-runtime')
  expect(text).not.toContain('jsx-dev-runtime')
})

test('the log does not look up its callers', () => {
  expect(readFileSync(join(folder, 'start.js'), 'utf8')).not.toContain('getCallSites')
})

test('what goes wrong in it is told by the places of the sources', async () => {
  const script = `await (await import(${JSON.stringify(join(folder, 'start.js'))})).start('/no/such/folder')`
  const env = { PATH: process.env['PATH'] ?? '', DATA_DIR: mkdtempSync(join(tmpdir(), 'banyan-built-')), PORT: '0' }
  const child = Bun.spawn([process.execPath, '--no-env-file', '-e', script], { env, stdout: 'pipe', stderr: 'pipe' })
  const told = await new Response(child.stderr).text()
  expect(await child.exited).toBe(1)
  expect(told).toContain('/no/such/folder/dist/web/index.html')
  expect(told).toMatch(/bin\/site\.ts:\d+/)
  rmSync(env.DATA_DIR, { recursive: true, force: true })
})
