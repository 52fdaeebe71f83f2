import { expect, setDefaultTimeout, test } from 'bun:test'
import { testSite } from '#server/testing.ts'
import { linkGoogle, listProviders } from '../contract/google.ts'
import { accounts } from '../server/index.ts'
import { signedUp } from './people.ts'

setDefaultTimeout(60_000)

test('without a provider there is no button, and its addresses are not there', async () => {
  const own = await testSite([accounts])
  try {
    expect((await own.visitor().call(listProviders, {})).body).toEqual({ providers: [] })
    for (const path of ['/auth/google/login/', '/auth/google/callback/?code=x&state=y']) {
      const response = await own.visitor().request(path)
      expect(response.status).toBe(404)
      expect(await response.json()).toEqual({ detail: 'No such provider.', code: 'not_found' })
    }
    expect((await (await signedUp(own, 'nobody')).call(linkGoogle, {})).status).toBe(404)
  } finally {
    await own.end()
  }
})

test('the button is called Google, by the issuer’s host, or as the operator says', async () => {
  const named = async (environment: Record<string, string>) => {
    const own = await testSite([accounts], { environment: { GOOGLE_CLIENT_ID: 'x', GOOGLE_CLIENT_SECRET: 'y', ...environment } })
    const { data } = await own.visitor().call(listProviders, {})
    await own.end()
    return data.providers
  }
  expect(await named({})).toEqual([{ id: 'google', name: 'Google' }])
  expect(await named({ OIDC_ISSUER: 'https://id.example.org/realms/x' })).toEqual([{ id: 'google', name: 'id.example.org' }])
  expect(await named({ OIDC_ISSUER: 'https://id.example.org', OIDC_NAME: 'Example' })).toEqual([{ id: 'google', name: 'Example' }])
})
