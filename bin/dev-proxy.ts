import { connect } from 'node:net'
import type { ProxyOptions } from 'vite'

const look_again_ms = 50
/** A server half that does not start by then has a mistake, which stands in the terminal. */
const longest_ms = 20_000

/**
 * Passes on to the server half. While Bun restarts it nobody listens there: requests wait for it, whatever they bring, and one line says so
 * where each of them would otherwise have printed its own error.
 */
export function patientProxy(port: number, say: (line: string) => void): ProxyOptions {
  const target = `http://127.0.0.1:${port}`
  let was_up = false
  let coming: Promise<boolean> | undefined
  const comes = async () => {
    if (was_up) say('The server half is restarting: requests wait for it.')
    for (const until = Date.now() + longest_ms; Date.now() < until; await Bun.sleep(look_again_ms)) if (await listens(port)) return true
    say('The server half does not start: look at its message above.')
    return false
  }
  const up = async () => {
    if (!coming && (await listens(port))) was_up = true
    else {
      coming ??= comes().finally(() => {
        coming = undefined
      })
      was_up = (await coming) || was_up
    }
  }
  return {
    target,
    // The Host stays, so that links and cookies are right.
    changeOrigin: false,
    bypass: async () => void (await up()),
    configure: (proxy) => {
      proxy.on('error', async (_error, request, response) => {
        if (!('writeHead' in response)) return void response.end()
        if (response.headersSent) return void response.destroy()
        // It was ended in the middle: what only reads is asked again.
        if (request.method === 'GET' && !retried.has(request)) {
          retried.add(request)
          await up()
          return void proxy.web(request, response, { target })
        }
        response.writeHead(503, { 'retry-after': '1', 'content-type': 'text/plain; charset=utf-8' }).end('The server half is restarting.\n')
      })
      // Vite adds a listener of its own, which prints each try and ends the answer that is to wait.
      const on = proxy.on.bind(proxy)
      proxy.on = ((event: 'error', listener: never) => (event === 'error' ? proxy : on(event, listener))) as typeof proxy.on
    },
  }
}

const retried = new WeakSet<object>()

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const say = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => say(true)).once('error', () => say(false))
  })
