import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from '#server/app.ts'
import { type Config, readConfig } from '#server/config.ts'
import { openSite, type Running, type SiteOptions } from '#server/main.ts'
import { apps } from '../apps/server.ts'
import { person } from './people.ts'

/** The site as ./banyan start puts it together, with pages where the web half is given; only the limits are off, since one client asks for everybody. */
export async function benchSite(
  more: App[] = [],
  options: Pick<SiteOptions, 'max_group' | 'max_kept_chars' | 'web'> = {},
  settings: Record<string, string> = {},
): Promise<{ running: Running; config: Config }> {
  const environment = {
    // As people run it: in tests hashing has the rank of everything else.
    BANYAN_ENV: 'development',
    SECRET_KEY: 'a secret of the benchmark, 32 bytes or more',
    RATE_LIMITS: 'off',
    DATA_DIR: mkdtempSync(join(tmpdir(), 'banyan-bench-')),
    PORT: '0',
    LOG_LEVEL: 'error',
    ...settings,
  }
  const config = readConfig(environment, () => '')
  return { running: await openSite({ config, apps: [...apps, ...more], ...options }), config }
}

/** Somebody with a token. */
export async function tokenAt(running: Running, one = person): Promise<string> {
  const call = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json', host: 'localhost' }
    return (await running.server.handle(new Request(`http://localhost${path}`, { method: 'POST', headers, body: JSON.stringify(body) }), '127.0.0.1')).json()
  }
  await call('/api/auth/register', { ...one, email: `${one.username}@example.com` })
  return ((await call('/api/auth/login', one)) as { access_token: string }).access_token
}
