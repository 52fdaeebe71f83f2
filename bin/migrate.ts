import { openSite } from '#server/main.ts'
import { apps } from '../apps/server.ts'
import { configOf } from './site.ts'

/** Opening a site migrates it. */
export async function runMigrate(root: string): Promise<number> {
  const running = await openSite({ config: configOf(root), apps })
  await running.seed()
  const rows = await running.site.store.db.selectFrom('migrations').select('name').orderBy('applied_at').execute()
  console.log(`The schema is up to date: ${rows.map((row) => row.name).join(', ')}.`)
  await running.stop()
  return 0
}
