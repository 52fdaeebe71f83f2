import { resolve } from 'node:path'
import { listen } from '#server/listen.ts'
import { webHalf } from '../bin/site.ts'
import { notes } from '../bin/template/notes/server/index.ts'
import { person, reader } from './people.ts'
import type { Ready } from './scenarios.ts'
import { benchSite, tokenAt } from './site.ts'

// With the sample app.
const { running, config } = await benchSite([notes], {
  web: webHalf(resolve(import.meta.dir, '..')),
  ...(process.argv.includes('--one-commit-each') && { max_group: 1 }),
})
const server = listen(running, config)
const [token, reader_token] = [await tokenAt(running, person), await tokenAt(running, reader)]
console.log(JSON.stringify({ port: Number(server.url.port), token, reader_token } satisfies Ready))
process.once('SIGTERM', () => process.exit(0))
