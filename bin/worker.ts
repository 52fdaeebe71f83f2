import { parseArgs } from 'node:util'
import { openSite } from '#server/main.ts'
import { apps } from '../apps/server.ts'
import { configOf } from './site.ts'

export async function runWorker(root: string, args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { once: { type: 'boolean', default: false } } })
  const running = await openSite({ config: configOf(root), apps })
  if (values.once) {
    console.log(`${await running.worker.drain()} jobs ran.`)
  } else {
    running.startWork()
    running.site.log.info({}, 'working')
    await new Promise<void>((stop) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop())
    })
  }
  await running.stop()
  return 0
}
