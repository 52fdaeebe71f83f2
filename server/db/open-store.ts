import { join } from 'node:path'
import { refuseWhileRestoring } from '../backup/restore-lock.ts'
import type { Config } from '../config.ts'
import { openSqlite } from './sqlite-store.ts'
import type { Store } from './store.ts'

/** Throws while a restore is going on. What only a cluster needs is loaded only there: a small site starts without PostgreSQL's and Redis' clients. */
export async function openStore(config: Config, now: () => Date, max_group?: number): Promise<Store> {
  refuseWhileRestoring(config.DATA_DIR)
  const place = placeOf(config)
  if ('url' in place) return (await import('./postgres-store.ts')).openPostgres(place.url, { now })
  return openSqlite(place.file, { now, ...(max_group !== undefined && { max_group }) })
}

/** Where a site's database is. */
export function placeOf({ DATABASE_URL: url, DATA_DIR }: Config): { file: string } | { url: string } {
  if (url && !url.startsWith('sqlite:')) return { url }
  return { file: url ? new URL(url).pathname : join(DATA_DIR, 'banyan.db') }
}
