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

/** Sends chunks of 64 KiB after a head for as long as they are taken, a gibibyte at most, and gives what came back. */
export function flood(port: number, head: string): Promise<{ sent: number; text: string }> {
  const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000, 'x'), Buffer.from('\r\n')])
  return new Promise((resolve) => {
    let sent = 0
    const parts: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(head)
      pour()
    })
    const pour = () => {
      while (!socket.destroyed && sent < 1024 ** 3) {
        sent += chunk.length
        if (!socket.write(chunk)) return void socket.once('drain', pour)
      }
    }
    socket.setTimeout(5000, () => socket.destroy())
    socket.on('data', (part) => parts.push(Buffer.from(part)))
    socket.on('error', () => {})
    socket.on('close', () => resolve({ sent, text: Buffer.concat(parts).toString('latin1') }))
  })
}
