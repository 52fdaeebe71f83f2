import { listen } from '#server/listen.ts'
import { tidySearch } from '../apps/tasks/server/tidy-search.ts'
import type { Ready } from './scenarios.ts'
import { benchSite, tokenAt } from './site.ts'
import { fillTasks } from './tasks-data.ts'

// A person with as many todos as the argument says; `--keep-nothing` makes every answer anew.
const { running, config } = await benchSite([], process.argv.includes('--keep-nothing') ? { max_kept_chars: 0 } : {})
const token = await tokenAt(running)
fillTasks(running, Number(process.argv[2]))
// As after a night.
await tidySearch(running.site)
const server = listen(running, config)
console.log(JSON.stringify({ port: Number(server.url.port), token } satisfies Ready))
process.once('SIGTERM', () => process.exit(0))
