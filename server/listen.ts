import type { Config } from './config.ts'
import { saidLength } from './http/body.ts'
import { splitUrl } from './http/request.ts'
import type { Running } from './main.ts'

/** Seconds without anything heard; a body of some size may take longer, since phones on a slow line send less than the runtime counts as something. */
const patience = { idle: 60, body: 240 }
const slow_body_bytes = 64 * 1024

function isSocketAddress({ url }: Request): boolean {
  const { path } = splitUrl(url)
  return path === '/ws' || path.startsWith('/ws/')
}

/** Opens the port. `stop` refuses new connections and resolves when the last answer is out. */
export function listen({ server, site }: Running, config: Config, { idle, body } = patience) {
  return Bun.serve({
    hostname: config.HOST,
    port: config.PORT,
    idleTimeout: idle,
    // The runtime would refuse without a word. The server looks at lengths itself, and a body that nobody reads is not held in memory.
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    ...(config.TLS_CERT && config.TLS_KEY && { tls: { cert: Bun.file(config.TLS_CERT), key: Bun.file(config.TLS_KEY) } }),
    websocket: server.hub.handler,
    fetch(request, sockets) {
      if (request.method !== 'GET' && saidLength(request) > slow_body_bytes) sockets.timeout(request, body)
      const peer = sockets.requestIP(request)?.address ?? 'unknown'
      return isSocketAddress(request) ? server.upgrade(request, peer, sockets) : server.handle(request, peer)
    },
    error(error) {
      // Only what fails outside `handle` arrives here, such as a broken connection.
      site.log.error({ err: error }, 'request failed outside the server')
      return new Response('Something went wrong.\n', { status: 500 })
    },
  })
}
