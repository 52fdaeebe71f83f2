import { resolve } from 'node:path'
import { listen } from '#server/listen.ts'
import { webHalf } from '../bin/site.ts'
import { fillForSearch, fillPosts } from './posts-data.ts'
import type { Ready } from './scenarios.ts'
import { benchSite, tokenAt } from './site.ts'

// A site with a thousand posts; with --search they are in many words, and talked about.
const { running, config } = await benchSite([], { web: webHalf(resolve(import.meta.dir, '..')) })
const token = await tokenAt(running)
if (process.argv.includes('--search')) await fillForSearch(running)
else fillPosts(running)
const server = listen(running, config)
console.log(JSON.stringify({ port: Number(server.url.port), token } satisfies Ready))
process.once('SIGTERM', () => process.exit(0))
