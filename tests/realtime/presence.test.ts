import { afterEach, expect, test } from 'bun:test'
import { type Bus, memoryBus } from '#server/realtime/bus.ts'
import { Presence } from '#server/realtime/presence.ts'

/** Processes that hear each other as long as they live, on one clock. */
function cluster() {
  const wire = memoryBus(() => {})
  let now = Date.now()
  const all: Presence[] = []
  return {
    pass: (ms: number) => {
      now += ms
    },
    process() {
      let alive = true
      const bus: Bus = {
        ...wire,
        publish: (...news) => void (alive && wire.publish(...news)),
        hear: (event, then) => wire.hear(event, (...news) => void (alive && then(...news))),
      }
      const presence = new Presence(bus, () => now)
      all.push(presence)
      const told: [string, boolean][] = []
      presence.onChange((user_id, online) => told.push([user_id, online]))
      return {
        presence,
        told,
        kill() {
          alive = false
        },
        deaf(is: boolean) {
          alive = !is
        },
      }
    },
    end() {
      for (const presence of all) presence.stop()
    },
  }
}
let end = () => {}
afterEach(() => end())

test('somebody is here from the first tab to the end of the last, in whichever process', () => {
  const c = cluster()
  end = c.end
  const [one, two] = [c.process(), c.process()]
  one.presence.came('asha')
  one.presence.came('asha')
  two.presence.came('asha')
  expect([one, two].map(({ presence }) => presence.online('asha'))).toEqual([true, true])
  one.presence.left('asha')
  one.presence.left('asha')
  expect([one, two].map(({ presence }) => presence.online('asha'))).toEqual([true, true])
  two.presence.left('asha')
  expect([one, two].map(({ presence }) => presence.online('asha'))).toEqual([false, false])
  // Told once, by the process where it happened.
  expect([one.told, two.told]).toEqual([[['asha', true]], [['asha', false]]])
})

test('a process that begins learns who is here', () => {
  const c = cluster()
  end = c.end
  const one = c.process()
  one.presence.came('asha')
  expect(c.process().presence.online('asha')).toBe(true)
})

test('whose process was killed is gone within twenty seconds, unless another has them', () => {
  const c = cluster()
  end = c.end
  const [one, two] = [c.process(), c.process()]
  for (const name of ['asha', 'ravi']) one.presence.came(name)
  two.presence.came('ravi')
  one.kill()
  c.pass(10_000)
  two.presence.beat()
  expect(two.presence.online('asha')).toBe(true)
  c.pass(6000)
  two.presence.beat()
  expect(two.presence.online('asha')).toBe(false)
  expect(two.presence.online('ravi')).toBe(true)
  expect(two.told).toEqual([['asha', false]])
})

test('what was lost on the way is mended by the next beat', () => {
  const c = cluster()
  end = c.end
  const [one, two] = [c.process(), c.process()]
  two.deaf(true)
  one.presence.came('asha')
  two.deaf(false)
  expect(two.presence.online('asha')).toBe(false)
  one.presence.beat()
  expect(two.presence.online('asha')).toBe(true)
})
