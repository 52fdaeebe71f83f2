import type { Ready } from './scenarios.ts'

/** The limit: the runtime's own sockets and topics. What somebody says goes to all of the topic as it came, read by nobody, stored nowhere. */
const server = Bun.serve<string>({
  port: 0,
  hostname: '127.0.0.1',
  fetch(request, sockets) {
    return sockets.upgrade(request, { data: new URL(request.url).pathname }) ? undefined : new Response(null, { status: 400 })
  },
  websocket: {
    idleTimeout: 24,
    perMessageDeflate: false,
    open: (ws) => void ws.subscribe(ws.data),
    message: (ws, message) => void server.publish(ws.data, message),
  },
})
console.log(JSON.stringify({ port: Number(server.url.port) } satisfies Ready))
process.once('SIGTERM', () => process.exit(0))
