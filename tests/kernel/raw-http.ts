import { connect } from 'node:net'

/** Sends bytes as they are, which no HTTP client would, and reads all that comes back. Status 0: closed without an answer. */
export function raw(port: number, bytes: string | Uint8Array, { then_close = false } = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes)
      if (then_close) setTimeout(() => socket.destroy(), 30)
    })
    socket.setTimeout(5000, () => socket.destroy())
    socket.on('data', (part) => parts.push(Buffer.from(part)))
    socket.on('error', () => {})
    socket.on('close', () => {
      const text = Buffer.concat(parts).toString('latin1')
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text })
    })
  })
}
