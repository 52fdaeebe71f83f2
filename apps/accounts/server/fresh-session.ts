import { forbidden } from '#contract/problem.ts'
import type { Read } from '#server/db/db.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'
import type { Account } from './account.ts'

const fresh_ms = milliseconds('10 minutes')

/** What changes the ways into an account is not done from a screen that was left open: throws unless this session began a short while ago. */
export async function requireFreshSession(site: Site, read: Read, caller: Account): Promise<void> {
  const { created_at } = await read((db) => db.selectFrom('sessions').select('created_at').where('id', '=', caller.session_id).executeTakeFirstOrThrow())
  if (site.now().getTime() - Date.parse(created_at) > fresh_ms) throw forbidden('You signed in a while ago: sign in again first.')
}
