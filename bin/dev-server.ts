import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { listen } from '#server/listen.ts'
import { openSite } from '#server/main.ts'
import { apps } from '../apps/server.ts'
import { configOf, webHalf } from './site.ts'

// What ./banyan dev starts, and Bun restarts when a file of the server half changes.
const root = resolve(import.meta.dir, '..')
const config = { ...configOf(root), PORT: Number(process.env['BANYAN_DEV_PORT']), HOST: '127.0.0.1' }
const preamble = `<script type="module">import { injectIntoGlobalHook } from '/@react-refresh'; injectIntoGlobalHook(window); window.$RefreshReg$ = () => {}; window.$RefreshSig$ = () => (type) => type</script><script type="module" src="/@vite/client"></script>`
// A build writes this link; the page of the API, which loads no module of the browser's half, takes its styles from it.
const styles = `<link rel="stylesheet" href="/@fs${resolve(root, 'web/styles/index.css')}">`
const template = readFileSync(resolve(root, 'web/index.html'), 'utf8')
  .replace('<!--head-->', `${preamble}${styles}<!--head-->`)
  // Vite knows files outside its root by their full path.
  .replace('/web-client.ts', `/@fs${resolve(root, 'bin/web-client.ts')}`)
const running = await openSite({ config, apps, web: { ...webHalf(root, template), directory: resolve(root, 'web/public') } })
await running.seed()
const { handle } = running.server
running.server.handle = async (request, peer) => {
  const response = await handle.call(running.server, request, peer)
  // Vite's own scripts stand inside the page and open a socket: only here the policy makes way for them.
  if (response.headers.get('content-type')?.startsWith('text/html')) response.headers.delete('content-security-policy')
  running.server.forgetAnswers()
  return response
}
listen(running, config)
running.startWork()
