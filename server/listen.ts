import type { Config } from './config.ts'
import { splitUrl } from './http/request.ts'
import type { Running } from './main.ts'

const idle_seconds = 60

function isSocketAddress({ url }: Request): boolean {
  const { path } = splitUrl(url)
  return path === '/ws' || path.startsWith('/ws/')
}

/** Opens the port. `stop` refuses new connections and resolves when the last answer is out. */
export function listen({ server, site }: Running, config: Config) {
  return Bun.serve({
    hostname: config.HOST,
    port: config.PORT,
    idleTimeout: idle_seconds,
    // The runtime would refuse without a word. The server looks at lengths itself, and a body that nobody reads is not held in memory.
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    ...(config.TLS_CERT && config.TLS_KEY && { tls: { cert: Bun.file(config.TLS_CERT), key: Bun.file(config.TLS_KEY) } }),
    websocket: server.hub.handler,
    fetch(request, sockets) {
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
