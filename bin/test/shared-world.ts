import { afterAll, jest, mock } from 'bun:test'
import { makeCheap } from '../../server/testing-hashes.ts'

/** What one file may change for those after it, by name. Not what packages put there when they are loaded, which they call `__something`. */
function look(): Map<string, unknown> {
  const seen = new Map<string, unknown>()
  for (const name of Object.getOwnPropertyNames(globalThis)) if (!name.startsWith('__')) seen.set(`globalThis.${name}`, 'there')
  for (const [name, value] of Object.entries({ fetch, Date, WebSocket, setTimeout, setInterval, setImmediate, queueMicrotask })) seen.set(name, value)
  for (const [name, value] of Object.entries(process.env)) seen.set(`process.env.${name}`, value)
  for (const name of process.eventNames()) seen.set(`process.on('${String(name)}')`, process.listenerCount(name))
  return seen
    .set('Date.now', Date.now)
    .set('Math.random', Math.random)
    .set('performance.now', performance.now)
    .set('console.log', console.log)
    .set('console.error', console.error)
    .set('Bun.password.verify', Bun.password.verify)
    .set('process.cwd()', process.cwd())
    .set('process.exitCode', process.exitCode)
}

let before = look()

/**
 * Loaded before test files that share one world, which saves loading the server anew for each. Spies, clocks and hashing are put back after each file;
 * whatever else it leaves changed would decide what the next one finds, so it fails the run.
 */
afterAll(() => {
  mock.restore()
  jest.useRealTimers()
  makeCheap()
  const after = look()
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name))
  before = after
  if (changed.length > 0) throw new Error(`${Bun.main} leaves changed for the files after it: ${changed.join(', ')}`)
})
