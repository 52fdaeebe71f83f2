import { z } from 'zod'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { liveEvent } from '#contract/event.ts'
import { defineApp } from '#server/app.ts'
import { user } from '#server/http/guard.ts'
import { Routes } from '#server/http/routes.ts'
import { listen } from '#server/listen.ts'
import { announce } from '#server/realtime/announce.ts'
import { addPeople } from './chat-people.ts'
import type { Ready } from './scenarios.ts'
import { benchSite } from './site.ts'

/** What is stored nowhere, to everybody: the chat itself has only rooms of two. */
const shouted = liveEvent('bench.shouted', z.object({ text: z.string() }))
const shout = endpoint({
  name: 'bench.shout',
  door: sessionDoor,
  method: 'POST',
  path: '/api/bench/shout',
  summary: 'Tells everybody',
  body: z.strictObject({ text: z.string() }),
  status: 204,
})
const bench = defineApp({
  name: 'bench',
  events: [shouted],
  routes: new Routes().on(shout, user, async ({ site, body }) => announce(site, shouted, 'everyone', body)),
})

const { running, config } = await benchSite([bench])
await addPeople(running)
const server = listen(running, config)
console.log(JSON.stringify({ port: Number(server.url.port) } satisfies Ready))
process.once('SIGTERM', () => process.exit(0))
