import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { accounts } from '../../apps/accounts/server/index.ts'

let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

for (const [page, shown] of Object.entries({ '/api/docs/': '/api/openapi.json', '/api/v1/docs/': '/api/v1/openapi.json' }))
  test(`${page}: a page of this server’s own parts, with nothing that the policy forbids`, async () => {
    const response = await t.visitor().request(page)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const html = await response.text()
    expect(html).toContain(`data-document="${shown}"`)
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/)
    expect(html).not.toMatch(/\son\w+=|style=|<style/)
    for (const [, address] of html.matchAll(/(?:src|href)="([^"]+)"/g)) expect(address).toMatch(/^[/#]/)
    // The scripts that start.js imports are named nowhere in the page.
    const parts = [...html.matchAll(/<(?:script|link)[^>]+(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '')
    parts.push('/api/docs/plugin.js', '/api/docs/mend.js')
    const loaded = await Promise.all(
      parts.filter((address) => address.startsWith('/api/')).map(async (address) => [address, await t.visitor().request(address)] as const),
    )
    expect(loaded.map(([address, { status, headers }]) => `${address} ${status} ${headers.get('content-type')}`).sort()).toEqual([
      '/api/docs/frame.css 200 text/css; charset=utf-8',
      '/api/docs/mend.js 200 text/javascript; charset=utf-8',
      '/api/docs/page.css 200 text/css; charset=utf-8',
      '/api/docs/plugin.js 200 text/javascript; charset=utf-8',
      '/api/docs/start.js 200 text/javascript; charset=utf-8',
      '/api/docs/swagger-ui-bundle.js 200 text/javascript; charset=utf-8',
      '/api/docs/swagger-ui.css 200 text/css; charset=utf-8',
      '/api/docs/theme.js 200 text/javascript; charset=utf-8',
    ])
    expect((await t.visitor().request(shown)).status).toBe(200)
  })
