import { listen } from '#server/listen.ts'
import { tidySearch } from '../apps/tasks/server/tidy-search.ts'
import type { Ready } from './scenarios.ts'
import { benchSite, tokenAt } from './site.ts'
import { fillTasks } from './tasks-data.ts'

// A person with as many todos as the argument says; `--keep-nothing` makes every answer anew.
const { running, config } = await benchSite([], process.argv.includes('--keep-nothing') ? { max_kept_chars: 0 } : {})
const token = await tokenAt(running)
const count = Number(process.argv[2])
/** As many as come within the hour until the index is put together again. */
const since = Math.min(200, count / 10)
const addOneByOne = fillTasks(running, count - since)
// What each hour and each import has done.
await tidySearch(running.site)
addOneByOne(since)
const server = listen(running, config)
console.log(JSON.stringify({ port: Number(server.url.port), token } satisfies Ready))
process.once('SIGTERM', () => process.exit(0))
