import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { person } from './people.ts'
import type { Ready } from './scenarios.ts'

/** The floor of reading beside sign-ins: a token's hash in a `Map`, the same Argon2id verification, and nothing else. */
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hash = await Bun.password.hash(person.password, { algorithm: 'argon2id', memoryCost: 19_456, timeCost: 2 })
const [token, reader_token] = [crypto.randomUUID(), crypto.randomUUID()]
const known = new Map([token, reader_token].map((one) => [sha256(one), { username: person.username }]))

const waiting: (() => void)[] = []
let running = 0

async function verify(password: string): Promise<boolean> {
  if (running < availableParallelism()) running++
  else await new Promise<void>((go) => waiting.push(go))
  try {
    return await Bun.password.verify(password, hash)
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

const server = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  routes: {
    '/auth/me': (request) => {
      const found = known.get(sha256(request.headers.get('authorization')?.slice('Bearer '.length) ?? ''))
      return found ? Response.json(found) : new Response(null, { status: 401 })
    },
    '/api/auth/login': async (request) => {
      const { password } = (await request.json()) as { password: string }
      return (await verify(password)) ? Response.json({ access_token: crypto.randomUUID() }) : new Response(null, { status: 401 })
    },
  },
})
console.log(JSON.stringify({ port: Number(server.port), token, reader_token } satisfies Ready))
process.once('SIGTERM', () => process.exit(0))
