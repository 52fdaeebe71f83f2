import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bare, frozenCopy } from './frozen-copy.ts'

const place = mkdtempSync(join(tmpdir(), 'banyan-start-'))
const folder = frozenCopy(join(place, 'tree'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

async function failingStart(settings: Record<string, string>) {
  const env = { ...bare, DATA_DIR: join(place, 'data'), ...settings }
  const child = Bun.spawn([join(folder, 'banyan'), 'start'], { cwd: folder, env, stdout: 'ignore', stderr: 'pipe' })
  return { said: await new Response(child.stderr).text(), code: await child.exited }
}

test('a port that is taken is said in one line', async () => {
  const other = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('mine') })
  const port = `${other.port}`
  const { said, code } = await failingStart({ HOST: '127.0.0.1', PORT: port })
  await other.stop(true)
  expect(said).toBe(`Something else listens on port ${port} of 127.0.0.1: stop it, or choose another with PORT.\n`)
  expect(code).toBe(1)
})

test('wrong settings are said all at once', async () => {
  const { said, code } = await failingStart({ PORT: 'eighty', LOG_LEVEL: 'loud' })
  expect(said).toStartWith('2 settings are wrong:\n')
  expect(said).toContain('PORT: ')
  expect(said).toContain('LOG_LEVEL: ')
  expect(code).toBe(78)
})
