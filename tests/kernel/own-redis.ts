import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'

export interface OwnRedis {
  url: string
  kill(): Promise<void>
  restart(): Promise<void>
  /** Stops answering without closing a connection. */
  freeze(): void
  thaw(): void
  end(): Promise<void>
}

/** A Redis server of the test's own, so that it may be killed. */
export async function ownRedis(): Promise<OwnRedis> {
  const port = await freePort()
  const dir = mkdtempSync(join(tmpdir(), 'banyan-redis-'))
  const start = async () => {
    const process = Bun.spawn(['redis-server', '--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', dir], {
      stdout: 'ignore',
      stderr: 'ignore',
    })
    for (let i = 0; i < 500; i++) {
      const open = await Bun.connect({ hostname: '127.0.0.1', port, socket: { data() {} } }).catch(() => undefined)
      open?.end()
      if (open) return process
      await Bun.sleep(10)
    }
    throw new Error('redis-server does not start')
  }
  let server = await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    async kill() {
      server.kill('SIGKILL')
      await server.exited
    },
    async restart() {
      server = await start()
    },
    freeze: () => server.kill('SIGSTOP'),
    thaw: () => server.kill('SIGCONT'),
    async end() {
      server.kill('SIGCONT')
      server.kill('SIGKILL')
      await server.exited
      rmSync(dir, { recursive: true })
    },
  }
}
