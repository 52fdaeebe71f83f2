import { expect, test } from 'bun:test'
import { z } from 'zod'
import { apps } from '#apps'
import { liveEvent } from '#contract/event.ts'
import { defineApp } from '#server/app.ts'
import { testSite } from '#server/testing.ts'

type Json = Record<string, unknown>
const said = liveEvent('rooms.said', z.object({ room_id: z.uuid(), text: z.string() }))
const rooms = defineApp({ name: 'rooms', events: [said], mayJoin: async () => true })

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => (name === '$ref' ? [String(inner)] : references(inner)))
}

test('it is an AsyncAPI 3 document of calls, answers and news, and every reference in it resolves', async () => {
  const t = await testSite([...apps, rooms])
  const document = (await (await t.visitor().request('/api/asyncapi.json')).json()) as Json
  await t.end()
  expect(document['asyncapi']).toBe('3.0.0')
  expect(JSON.stringify(document['info'])).toContain('/ws/rooms/{room}/')
  const { socket, ...rooms_at } = document['channels'] as Record<string, { address: string; parameters?: Json; messages: Json }>
  expect(Object.values(rooms_at).map(({ address, parameters }) => [address, Object.keys(parameters ?? {})])).toEqual([
    ['/ws/chat/{room}/', ['room']],
    ['/ws/rooms/{room}/', ['room']],
  ])
  for (const { messages } of Object.values(rooms_at)) expect(messages).toEqual(socket?.messages ?? {})
  const { messages } = document['components'] as { messages: Record<string, { payload: { properties: Json; required: string[] } }> }
  expect(messages['rooms_said']?.payload.properties).toMatchObject({ event: { const: 'rooms.said' }, data: { properties: { room_id: { format: 'uuid' } } } })
  expect(messages['accounts_change_profile_v1']?.payload.required).toEqual(['ref', 'endpoint', 'body'])
  expect(messages['accounts_get_user_v1']?.payload.properties['params']).toMatchObject({ required: ['id'] })
  // Ways in set cookies, so the socket does not have them.
  for (const name of ['accounts_sign_in', 'accounts_login']) expect(messages).not.toHaveProperty(name)
  for (const name of ['auth', 'resume', 'ready', 'reload', 'kernel_session_ended']) expect(messages).toHaveProperty(name)
  const all = references(document)
  expect(all.length).toBeGreaterThan(50)
  const missing = all.filter(
    (path) =>
      path
        .slice(2)
        .split('/')
        .reduce<unknown>((at, part) => (at as Json | undefined)?.[part], document) === undefined,
  )
  expect(missing).toEqual([])
})
