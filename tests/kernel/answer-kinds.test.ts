import { afterAll, beforeAll, expect, test } from 'bun:test'
import { z } from 'zod'
import { file, redirect } from '#contract/answer.ts'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { defineApp } from '#server/app.ts'
import { anyone } from '#server/http/guard.ts'
import { Routes } from '#server/http/routes.ts'
import { type TestSite, testSite } from '#server/testing.ts'

const go = endpoint({
  name: 'kinds.go',
  door: sessionDoor,
  method: 'GET',
  path: '/auth/kinds-go',
  summary: 'Sends on',
  query: z.object({ to: z.string() }),
  returns: redirect,
})
const fetchFile = endpoint({ name: 'kinds.fetch', door: sessionDoor, method: 'GET', path: '/auth/kinds-file', summary: 'Gives a file', returns: file })

const kinds = defineApp({
  name: 'kinds',
  routes: new Routes()
    .on(go, anyone, ({ query, reply }) => {
      reply.setCookie('seen', 'yes', { max_age: 60 })
      return query.to
    })
    .on(fetchFile, anyone, () => ({ data: new TextEncoder().encode('<script>1</script>'), type: 'text/html', name: 'मेरा "data".html' })),
})

let t: TestSite
beforeAll(async () => {
  t = await testSite([kinds])
})
afterAll(() => t.end())

const ask = (path: string) => t.visitor().request(path)

test('a redirect is a 302 that nobody keeps, with its cookies', async () => {
  const answer = await ask('/auth/kinds-go/?to=%2Fprofile%3Fx%3D1')
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toBe('/profile?x=1')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.getSetCookie()[0]).toStartWith('seen=yes')
  expect((await ask('/auth/kinds-go/?to=https%3A%2F%2Fid.example.com%2Fauthorize%3Fa%3Db%20c')).headers.get('location')).toBe(
    'https://id.example.com/authorize?a=b%20c',
  )
})

test('nothing in a redirect can end its header', async () => {
  const answer = await ask(`/auth/kinds-go/?to=${encodeURIComponent('/a\r\nset-cookie: x=1')}`)
  expect(answer.headers.get('location')).toBe('/aset-cookie:%20x=1')
  expect(answer.headers.getSetCookie()).toHaveLength(1)
})

test('a file is saved under its name and cannot run', async () => {
  const answer = await ask('/auth/kinds-file/')
  expect(answer.status).toBe(200)
  expect(await answer.text()).toBe('<script>1</script>')
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.headers.get('content-disposition')).toBe(
    'attachment; filename="______data_.html"; filename*=UTF-8\'\'%E0%A4%AE%E0%A5%87%E0%A4%B0%E0%A4%BE%20%22data%22.html',
  )
})
