import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { readConfig } from '#server/config.ts'
import { listen } from '#server/listen.ts'
import { openSite } from '#server/main.ts'
import { apps } from '../apps/server.ts'
import { webHalf } from '../bin/site.ts'
import { notes } from '../bin/template/notes/server/index.ts'
import { person, reader } from './people.ts'
import type { Ready } from './scenarios.ts'

// The whole site with the sample app, as ./banyan start puts it together; only the limits are off, since one client asks for everybody.
const environment = {
  BANYAN_ENV: 'testing',
  SECRET_KEY: 'a secret of the benchmark, 32 bytes or more',
  RATE_LIMITS: 'off',
  DATA_DIR: mkdtempSync(join(tmpdir(), 'banyan-bench-')),
  PORT: '0',
  LOG_LEVEL: 'error',
}
const config = readConfig(environment, () => '')
const one = process.argv.includes('--one-commit-each')
const running = await openSite({ config, apps: [...apps, notes], web: webHalf(resolve(import.meta.dir, '..')), ...(one && { max_group: 1 }) })
const server = listen(running, config)
const call = async (path: string, body: object) =>
  (await fetch(new URL(path, server.url), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json()
async function signUp(one: typeof person): Promise<string> {
  await call('/api/auth/register', { ...one, email: `${one.username}@example.com` })
  return ((await call('/api/auth/login', one)) as { access_token: string }).access_token
}
const [token, reader_token] = [await signUp(person), await signUp(reader)]
console.log(JSON.stringify({ port: Number(server.url.port), token, reader_token } satisfies Ready))
process.once('SIGTERM', () => process.exit(0))
