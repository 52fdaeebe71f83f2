import { type Endpoint, takes } from '#contract/endpoint.ts'
import type { Event } from '#contract/event.ts'
import type { App } from '../app.ts'
import { Encoded } from '../http/encoded.ts'
import { hoist, schemaOf } from '../http/openapi.ts'
import type { Route } from '../http/routes.ts'
import type { StaticFiles } from '../http/static-files.ts'
import { callable } from './socket-call.ts'

type Json = Record<string, unknown>

const text = { type: 'string' }
const object = (properties: Json, required = Object.keys(properties)): Json => ({ type: 'object', properties, required })
const always = { const: true }
const ref = { oneOf: [{ type: 'number' }, { type: 'string', maxLength: 100 }] }
const message = (name: string, summary: string, payload: Json): Json => ({ name, summary, contentType: 'application/json', payload })

/** Frames that have nothing to do with any endpoint. */
const fixed: Record<'sent' | 'heard', Record<string, Json>> = {
  sent: {
    auth: message('auth', 'Signs in where no cookie or header did; within ten seconds', object({ auth: text })),
    resume: message(
      'resume',
      'Asks for what came after a cursor; `?resume=<cursor>` in the address does the same before anything else is sent',
      object({ resume: text }),
    ),
    ping: message('ping', 'Asks whether the line is alive', object({ ping: { type: 'number' } })),
  },
  heard: {
    ready: message('ready', 'Signed in; news come from this cursor on', object({ ready: always, cursor: text })),
    resumed: message('resumed', 'Everything missed has been sent', object({ resumed: always, cursor: text })),
    reload: message('reload', 'Too much was missed: read anew', object({ reload: always, cursor: text })),
    pong: message('pong', 'The line is alive', object({ pong: { type: 'number' } })),
    error: message('error', 'A frame that could not be taken', object({ ref, error: object({ code: text, message: text }) }, ['error'])),
    'kernel.session_changed': message(
      'kernel.session_changed',
      'What this session may do has changed',
      object({ event: { const: 'kernel.session_changed' }, data: object({}) }),
    ),
    'kernel.session_ended': message(
      'kernel.session_ended',
      'The session has ended; the socket closes with 4401',
      object({ event: { const: 'kernel.session_ended' }, data: object({}) }),
    ),
  },
}

const callOf = (endpoint: Endpoint): Json => {
  const names = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  const parts: Json = {
    ref,
    endpoint: { const: endpoint.name },
    ...(names.length > 0 && { params: object(Object.fromEntries(names.map((name) => [name, text]))) }),
    ...(takes(endpoint.body) && { body: schemaOf(endpoint.body, 'input') }),
  }
  const required = Object.keys(parts)
  return message(endpoint.name, endpoint.summary, object({ ...parts, ...(takes(endpoint.query) && { query: schemaOf(endpoint.query, 'input') }) }, required))
}

const answerOf = ({ name }: Endpoint): Json =>
  message(
    `${name}:answer`,
    `The answer to ${name}, as over HTTP: see openapi.json`,
    object({ ref, status: { type: 'integer' }, body: {}, retry_after: { type: 'integer' } }, ['ref', 'status', 'body']),
  )

const newsOf = ({ name, data }: Event): Json => message(name, `News: ${name}`, object({ event: { const: name }, cursor: text, data: schemaOf(data, 'output') }))

/** What goes to and fro in a channel. */
function saidAt(channel: string, sent: string[], heard: string[]): Json {
  const named = (names: string[]) => names.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` }))
  const at = { $ref: `#/channels/${channel}` }
  return {
    [`say_${channel}`]: { action: 'receive', channel: at, summary: 'What a client may send', messages: named(sent) },
    [`hear_${channel}`]: { action: 'send', channel: at, summary: 'What the server sends', messages: named(heard) },
  }
}

/** AsyncAPI 3 of the socket, from the same contracts as OpenAPI. */
export function asyncApi(apps: App[], routes: Route[], version: string): Json {
  const endpoints = [...callable(routes).values()].map(({ endpoint }) => endpoint)
  const events = apps.flatMap((app) => app.events ?? [])
  const named = (list: Json[]) => Object.fromEntries(list.map((item) => [(item['name'] as string).replaceAll(/[.:]/g, '_'), item]))
  const sent = named([...Object.values(fixed.sent), ...endpoints.map(callOf)])
  const heard = named([...Object.values(fixed.heard), ...endpoints.map(answerOf), ...events.map(newsOf)])
  const schemas: Json = {}
  const messages = hoist({ ...sent, ...heard }, schemas) as Json
  const rooms = apps.filter(({ mayJoin }) => mayJoin).map(({ name }) => ({ name, address: `/ws/${name}/{room}/` }))
  const references = Object.fromEntries(Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]))
  const parameters = { room: { description: 'The id of a room of yours; the socket hears only its news.' } }
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Banyan',
      version,
      description: `One socket a client, signed in by cookie, by header or by a first frame. ${rooms.length > 0 ? `Joined to one room at ${rooms.map(({ address }) => address).join(', ')}. ` : ''}Calls run one after the other.`,
      license: { name: 'MIT' },
    },
    channels: {
      socket: { address: '/ws/', messages: references },
      ...Object.fromEntries(rooms.map(({ name, address }) => [`${name}_room`, { address, parameters, messages: references }])),
    },
    operations: {
      ...saidAt('socket', Object.keys(sent), Object.keys(heard)),
      ...Object.assign({}, ...rooms.map(({ name }) => saidAt(`${name}_room`, Object.keys(sent), Object.keys(heard)))),
    },
    components: { messages, schemas },
  }
}

export function addAsyncApi(files: StaticFiles, apps: App[], routes: Route[], version: string): void {
  const json = () => new Encoded(JSON.stringify(asyncApi(apps, routes, version)), { type: 'application/json; charset=utf-8', cache_control: 'no-cache' })
  files.addLazily('/api/asyncapi.json', json)
}
