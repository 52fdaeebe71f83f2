import { expect, setDefaultTimeout, test } from 'bun:test'
import { kills, soak } from './chat-soak/soak.ts'

setDefaultTimeout(120_000)
const processes = process.env['TEST_DATABASE_URL'] ? 3 : 1

// `./banyan bench chat-soak` is the same with 200 clients, a minute and ten kills.
test('lines are cut and servers killed: every acknowledged message is with both, once, in order', async () => {
  const { counts, messages, faults, exit_codes } = await soak({ rooms: 4, ms: 2000, each: 12, pause_ms: 150, processes }, kills(3))
  console.log(`chat soak: ${messages} messages, ${JSON.stringify(counts)}`)
  expect(faults.slice(0, 10)).toEqual([])
  expect(exit_codes).toEqual(Array(processes).fill(0))
  expect(messages).toBeGreaterThanOrEqual(counts.acknowledged)
  expect(counts.acknowledged).toBeGreaterThanOrEqual(8 * 12)
  expect(counts.resumed + counts.reloaded).toBeGreaterThanOrEqual(8)
})
