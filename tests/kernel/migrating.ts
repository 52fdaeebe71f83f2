import { readConfig } from '#server/config.ts'
import { openSite } from '#server/main.ts'
import { apps } from '../../apps/server.ts'

/** A process of its own that starts on the site of its environment, looks, and ends. */
const running = await openSite({ config: readConfig({ ...process.env, LOG_LEVEL: 'silent' }, () => ''), apps })
const users = await running.site.store.db.selectFrom('users').select('id').execute()
console.log(`users: ${users.length}`)
await running.stop()
