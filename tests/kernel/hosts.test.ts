import { afterAll, beforeAll, expect, test } from 'bun:test'
import { hostTest } from '#server/http/request.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { sample } from './sample.ts'

let t: TestSite
beforeAll(async () => {
  t = await testSite([sample], { environment: { ALLOWED_HOSTS: 'banyan.test, .tree.test, [::1]' } })
})
afterAll(() => t.end())

const statusAt = async (host: string, path = '/api/sample-read') => (await t.visitor({ headers: { host } }).request(path)).status

test('listed hosts, sub-domains of a dotted one, any port and case', async () => {
  for (const host of ['banyan.test', 'BANYAN.test', 'banyan.test:8000', 'tree.test', 'a.tree.test', 'a.b.tree.test:1', '[::1]', '[::1]:8000'])
    expect(`${host} ${await statusAt(host)}`).toBe(`${host} 200`)
})

const refused = [
  'evil.example',
  'banyan.test.evil.example',
  'evilbanyan.test',
  'eviltree.test',
  'sub.banyan.test',
  'banyan.test@evil.example',
  'banyan.test:80@evil.example',
  'banyan.test/evil',
  'banyan.test, evil.example',
  'banyan.test evil.example',
  'banyan.test:x',
  'banyan.test:0',
  'banyan.test:65536',
  'banyan.test:99999999',
  'banyan.test.',
  'localhost',
  '127.0.0.1',
  '',
]

test('all others are refused with one plain sentence, wherever they go', async () => {
  for (const host of refused)
    for (const path of ['/api/sample-read', '/data/sample.json', '/old.html', '/api/docs']) expect(`${host} ${await statusAt(host, path)}`).toBe(`${host} 400`)
  const response = await t.visitor({ headers: { host: 'evil.example' } }).request('/')
  expect(await response.text()).toBe('This site does not answer to that Host. Its operator lists hosts in ALLOWED_HOSTS.\n')
})

test('an answer that is kept is given to no other host', async () => {
  for (let i = 0; i < 3; i++) expect(await statusAt('banyan.test', '/api/sample-public')).toBe(200)
  const evil = new Request('http://evil.example/api/sample-public', { headers: { host: 'evil.example' } })
  for (let i = 0; i < 3; i++) expect((await t.send(evil)).status).toBe(400)
  expect(await statusAt('banyan.test', '/api/sample-public')).toBe(200)
})

test('`*` takes any host that is one', () => {
  const any = hostTest(['*'])
  expect(any('whatever.example:1')).toBe(true)
  for (const host of ['', 'a b', 'a,b', 'a/b', 'a@b', 'a\\b', 'a?b', 'a#b', '<x>']) expect(any(host)).toBe(false)
})
