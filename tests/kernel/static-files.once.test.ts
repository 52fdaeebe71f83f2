import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StaticFiles } from '#server/http/static-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'banyan-static-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function built(names: string[]): StaticFiles {
  for (const name of names) writeFileSync(join(folder, name), `this is ${name}`)
  return new StaticFiles().addDirectory(folder)
}

test('a new build in the same folder takes nothing away from a process that has read ahead', async () => {
  const files = built(['a.js', 'b.js', 'index.html', '.stamp'])
  expect(files.get('/a.js')?.text()).toBe('this is a.js')
  await files.readAhead()
  for (const name of ['a.js', 'b.js']) rmSync(join(folder, name))
  expect(files.get('/a.js')?.text()).toBe('this is a.js')
  expect(files.get('/b.js')?.text()).toBe('this is b.js')
  // The frame of the pages and the builder's own notes are no pages.
  expect([files.get('/index.html'), files.get('/.stamp')]).toEqual([undefined, undefined])
})

test('before that a file that has gone is not found, and no failure', async () => {
  const files = built(['c.js', 'd.js'])
  rmSync(join(folder, 'c.js'))
  await files.readAhead()
  expect(files.get('/c.js')).toBeUndefined()
  expect(files.get('/d.js')?.text()).toBe('this is d.js')
})
