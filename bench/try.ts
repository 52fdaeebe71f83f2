import { readConfig } from '#server/config.ts'
import { openSite } from '#server/main.ts'
import { apps } from '../apps/server.ts'
const config = readConfig({ BANYAN_ENV: 'testing', SECRET_KEY: 'a secret of the benchmark, 32 bytes or more', RATE_LIMITS: 'off', DATA_DIR: process.argv[2]!, PORT: '0', LOG_LEVEL: 'error' }, () => '')
const running = await openSite({ config, apps })
const db = running.site.store.db
const { person } = await import('./people.ts')
const r = await running.server.handle(new Request('http://localhost/api/auth/login', { method: 'POST', headers: { 'content-type': 'application/json', host: 'localhost' }, body: JSON.stringify(person) }), '127.0.0.1')
const token = (await r.json() as any).access_token
const get = async (p: string) => { const x = await running.server.handle(new Request(`http://localhost${p}`, { headers: { host: 'localhost', authorization: `Bearer ${token}` } }), '127.0.0.1'); return x.text() }
const first = JSON.parse(await get('/api/posts?limit=20'))
const time = async (name: string, p: string) => { for (let i = 0; i < 20; i++) await get(p); const t = process.cpuUsage(); const w = performance.now(); for (let i = 0; i < 50; i++) await get(p); const u = process.cpuUsage(t); console.log(name.padEnd(30), ((u.user + u.system) / 50e3).toFixed(2), 'ms cpu', ((performance.now() - w) / 50).toFixed(2), 'ms wall') }
await time('list', '/api/posts?limit=20')
await time('second', `/api/posts?limit=20&cursor=${first.next}`)
await time('state', '/api/posts?state=kerala')
await time('post', `/api/posts/${first.data[10].slug}`)
await time('comments', `/api/posts/${first.data[10].slug}/comments?limit=50`)
await time('author', `/api/posts?author=${person.username}`)
for (const q of ['monsoon', 'old harbour fish', 'ravima', 'monsoom', 'इलायची', 'the a', 'bread harbour', 'monsoon zebra kite'] ) await time(q, `/api/search?q=${encodeURIComponent(q)}`)
process.exit(0)
