import { afterAll, beforeAll, expect, test } from 'bun:test'
import { join, resolve } from 'node:path'
import { escapeHtml } from '#server/http/html.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { accounts } from '../../apps/accounts/server/index.ts'

const folder = resolve(import.meta.dir, '../../docs')
const names = [...new Bun.Glob('**/*.md').scanSync({ cwd: folder })].map((file) => file.replace(/\.md$/, '')).sort()

let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

const open = (path: string) => t.visitor().request(path)
const linksOf = (html: string) => [...html.matchAll(/<a [^>]*\bhref="([^"]+)"/g)].map(([, address = '']) => address)

test('every page of docs/ is found from the start page, decisions from their list', async () => {
  const found = [...linksOf(await (await open('/docs/')).text()), ...linksOf(await (await open('/docs/decisions/')).text())]
  expect(names.length).toBeGreaterThan(30)
  expect(names.filter((name) => !found.includes(`/docs/${name}`))).toEqual([])
})

test('each is a page with its title and its text, nothing that the policy forbids, and links that lead somewhere', async () => {
  const addresses = new Set<string>()
  for (const name of names) {
    const response = await open(`/docs/${name}`)
    expect({ name, status: response.status, type: response.headers.get('content-type') }).toEqual({ name, status: 200, type: 'text/html; charset=utf-8' })
    const html = await response.text()
    const title = /^# (.+)$/m.exec(await Bun.file(join(folder, `${name}.md`)).text())?.[1] ?? ''
    expect(title).not.toBe('')
    expect(html).toContain(`<title>${escapeHtml(title)} · Pocket India</title>`)
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|style=|<style/)
    for (const address of linksOf(html)) addresses.add(address.replace(/#.*/, ''))
    for (const [, sheet = ''] of html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)) addresses.add(sheet)
  }
  const own = [...addresses].filter((address) => address.startsWith('/') && address !== '/')
  expect(own).toContain('/api/docs/guides.css')
  expect([...addresses].filter((address) => address !== '' && !address.startsWith('/') && !address.startsWith('https://'))).toEqual([])
  for (const address of own) expect({ address, status: (await open(address)).status }).toEqual({ address, status: 200 })
})

test('what is no page there is not found, and nothing outside the folder is shown', async () => {
  for (const name of [
    'nothing',
    'decisions/nothing',
    '%2e%2e/README',
    '..%2fREADME',
    'decisions/..%2f..%2fREADME',
    'images/home.png',
    'Security',
    'security.md',
  ])
    expect({ name, status: (await open(`/docs/${name}`)).status }).toEqual({ name, status: 404 })
})
